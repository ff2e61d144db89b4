# cmake -D SOURCE=DIR -D VERSION=TEXT -D OUTPUT=FILE -P write_version.cmake: writes the
# definition of `version` in this_program.h. A tarball that is unpacked in a clone of
# another project must not name a commit of that project.
set(commit "")
if(EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git rev-parse --short=12 HEAD WORKING_DIRECTORY ${SOURCE}
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(commit)
  string(APPEND VERSION " (commit ${commit})")
endif()
file(WRITE ${OUTPUT} "#include \"harness/base/this_program.h\"
namespace pidlab {
const char* const version = \"${VERSION}\";
}
")
