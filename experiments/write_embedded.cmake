# cmake -D SOURCE=DIR -D SUITE=FILE -D OUTPUT=FILE -P write_embedded.cmake: writes the
# definitions of what harness/suite/embedded.h declares. SOURCE is the project, and
# SUITE lists the experiments.
file(STRINGS ${SUITE} experiments)
foreach(experiment IN LISTS experiments)
  cmake_path(GET experiment PARENT_PATH chapter)
  cmake_path(GET experiment FILENAME name)
  list(APPEND chapters ${chapter})
  file(READ ${SOURCE}/expected/${experiment}.toml expectation)
  file(READ ${SOURCE}/experiments/${experiment}.cpp source)
  string(APPEND declarations "int experiment_${name}(int, char**);\n")
  string(APPEND entries "{\"${chapter}\", \"${name}\", R\"~~(${expectation})~~\", R\"~~(${source})~~\", experiment_${name}},\n")
endforeach()
list(REMOVE_DUPLICATES chapters)
foreach(chapter IN LISTS chapters)
  file(READ ${SOURCE}/experiments/${chapter}/questions.toml text)
  string(APPEND questions "{\"${chapter}\", R\"~~(${text})~~\"},\n")
endforeach()
file(READ ${SOURCE}/experiments/README.md syllabus)
file(READ ${SOURCE}/experiments/symptoms.toml symptoms)
file(READ ${SOURCE}/experiments/coverage/manual.toml manual)
file(READ ${SOURCE}/experiments/coverage/kernel.toml kernel)
file(READ ${SOURCE}/expected/renamed.toml renames)
file(WRITE ${OUTPUT} "#include \"harness/suite/embedded.h\"
#include <vector>
extern \"C\" {
${declarations}}
namespace pidlab {
std::span<const Embedded> embedded() {
  static const std::vector<Embedded> all = {
${entries}};
  return all;
}
std::span<const EmbeddedQuestions> embedded_questions() {
  static const std::vector<EmbeddedQuestions> all = {
${questions}};
  return all;
}
const char* const embedded_syllabus = R\"~~(${syllabus})~~\";
const char* const embedded_symptoms = R\"~~(${symptoms})~~\";
const char* const embedded_manual = R\"~~(${manual})~~\";
const char* const embedded_kernel = R\"~~(${kernel})~~\";
const char* const embedded_renames = R\"~~(${renames})~~\";
}  // namespace pidlab
")
