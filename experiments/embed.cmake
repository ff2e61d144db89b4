# The static preset puts all experiments, with their expectations and sources, into
# pidlab itself: one file that runs anywhere. pidlab still executes each experiment as
# a separate program, by its name.

# Compiles an experiment, and renames its main after that: only a function that C++
# knows as main may end without a return.
function(embed_experiment chapter name)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/${name}.o)
  add_library(${chapter}.${name} OBJECT ${chapter}/${name}.cpp)
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_OBJCOPY} --redefine-sym main=experiment_${name}
      $<TARGET_OBJECTS:${chapter}.${name}> ${object}
    DEPENDS ${chapter}.${name} $<TARGET_OBJECTS:${chapter}.${name}> VERBATIM)
  add_custom_target(${chapter}.${name}.o DEPENDS ${object})
  set_property(GLOBAL APPEND PROPERTY pidlab_objects ${object})

  set(toml ${PROJECT_SOURCE_DIR}/expected/${chapter}/${name}.toml)
  set(cpp ${CMAKE_CURRENT_SOURCE_DIR}/${chapter}/${name}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${toml} ${cpp})
  file(READ ${toml} expectation)
  file(READ ${cpp} source)
  set_property(GLOBAL APPEND_STRING PROPERTY pidlab_declarations
    "int experiment_${name}(int, char**);\n")
  set_property(GLOBAL APPEND_STRING PROPERTY pidlab_entries
    "{\"${chapter}\", \"${name}\", R\"~~(${expectation})~~\", R\"~~(${source})~~\", experiment_${name}},\n")
endfunction()

# Builds the library `embedded`, which defines what harness/suite/embedded.h declares.
function(add_embedded_library)
  get_property(objects GLOBAL PROPERTY pidlab_objects)
  get_property(declarations GLOBAL PROPERTY pidlab_declarations)
  get_property(entries GLOBAL PROPERTY pidlab_entries)
  set(texts README.md symptoms.toml)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${texts})
  file(READ README.md syllabus)
  file(READ symptoms.toml symptoms)
  set(renamed ${PROJECT_SOURCE_DIR}/expected/renamed.toml)
  set(renames "")
  if(EXISTS ${renamed})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${renamed})
    file(READ ${renamed} renames)
  endif()
  get_property(listed GLOBAL PROPERTY pidlab_experiments)
  if(PIDLAB_STATIC)
    list(TRANSFORM listed REPLACE "/.*" "" OUTPUT_VARIABLE chapters)
    list(REMOVE_DUPLICATES chapters)
  endif()
  foreach(chapter IN LISTS chapters)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
      ${chapter}/questions.toml)
    file(READ ${chapter}/questions.toml text)
    string(APPEND questions "{\"${chapter}\", R\"~~(${text})~~\"},\n")
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp)
  file(WRITE ${generated}.new "#include \"harness/suite/embedded.h\"
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
const char* const embedded_renames = R\"~~(${renames})~~\";
}  // namespace pidlab
")
  file(COPY_FILE ${generated}.new ${generated} ONLY_IF_DIFFERENT)
  add_library(embedded STATIC ${generated} ${objects})
  # The standard guarantees 65536 characters for a string; both compilers take more.
  set_source_files_properties(${generated} PROPERTIES
    COMPILE_OPTIONS -Wno-overlength-strings)
  set_source_files_properties(${objects} PROPERTIES GENERATED ON EXTERNAL_OBJECT ON)
  if(PIDLAB_STATIC)
    string(REPLACE / . listed "${listed}")
    list(TRANSFORM listed APPEND .o)
    add_dependencies(embedded ${listed})
  endif()
endfunction()
