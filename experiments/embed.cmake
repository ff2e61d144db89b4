# pidlab-static has all experiments in it, with their expectations and sources: one file
# that runs anywhere. It still executes each experiment as a separate program, by its
# name.

# Copies the object file of an experiment, and renames its main in the copy: only a
# function that C++ knows as main may end without a return.
function(embed_experiment target name)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.o)
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_OBJCOPY} --redefine-sym main=experiment_${name}
      $<TARGET_OBJECTS:${target}> ${object}
    DEPENDS $<TARGET_OBJECTS:${target}> VERBATIM)
  set_property(GLOBAL APPEND PROPERTY pidlab_objects ${object})
endfunction()

# Builds two libraries which define what harness/suite/embedded.h declares: `embedded`
# for pidlab-static, and `nothing_embedded`.
function(add_embedded_libraries)
  add_library(nothing_embedded OBJECT ${PROJECT_SOURCE_DIR}/harness/suite/nothing_embedded.cpp)

  get_property(objects GLOBAL PROPERTY pidlab_objects)
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded/embedded.cpp)
  set(script ${CMAKE_CURRENT_SOURCE_DIR}/write_embedded.cmake)
  set(texts README.md symptoms.toml coverage/manual.toml coverage/kernel.toml
    ${PROJECT_SOURCE_DIR}/expected/renamed.toml)
  foreach(experiment IN LISTS listed)
    cmake_path(GET experiment PARENT_PATH chapter)
    list(APPEND texts ${experiment}.cpp ${PROJECT_SOURCE_DIR}/expected/${experiment}.toml
      ${chapter}/questions.toml)
  endforeach()
  list(REMOVE_DUPLICATES texts)
  add_custom_command(OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${PROJECT_SOURCE_DIR}
      -D SUITE=${PROJECT_BINARY_DIR}/suite -D OUTPUT=${generated} -P ${script}
    DEPENDS ${script} ${PROJECT_BINARY_DIR}/suite ${texts} VERBATIM)
  # The standard guarantees 65536 characters for a string; both compilers take more.
  set_source_files_properties(${generated} PROPERTIES
    COMPILE_OPTIONS -Wno-overlength-strings)
  set_source_files_properties(${objects} PROPERTIES GENERATED ON EXTERNAL_OBJECT ON)
  add_library(embedded STATIC EXCLUDE_FROM_ALL ${generated} ${objects})
endfunction()
