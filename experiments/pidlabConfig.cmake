# find_package(pidlab) for experiments outside of this source tree:
#
#   enable_testing()
#   find_package(pidlab REQUIRED)
#   pidlab_add_experiment(CHAPTER NAME)
#
# PIDLAB_SUITE is the folder for `pidlab --suite`. This file works in lib/cmake/pidlab of
# an installation, and in experiments/ of this source tree:
# cmake -D pidlab_DIR=experiments -D PIDLAB_PROGRAM=build/release/pidlab ...
find_path(PIDLAB_HEADERS experiments/experiment.h
  HINTS ${CMAKE_CURRENT_LIST_DIR}/.. ${CMAKE_CURRENT_LIST_DIR}/../../../include/pidlab)
find_program(PIDLAB_PROGRAM pidlab HINTS ${CMAKE_CURRENT_LIST_DIR}/../../../bin)
set(PIDLAB_SUITE ${PROJECT_BINARY_DIR}/suite)

# pidlab_add_program(CHAPTER NAME FOLDER) compiles CHAPTER/NAME.cpp to
# FOLDER/CHAPTER/NAME. The target is CHAPTER.NAME.
function(pidlab_add_program chapter name folder)
  set(target ${chapter}.${name})
  add_executable(${target} ${chapter}/${name}.cpp)
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_include_directories(${target} PRIVATE ${PIDLAB_HEADERS})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name}
    RUNTIME_OUTPUT_DIRECTORY ${folder}/${chapter})
  # Without a dynamic loader, the program runs in a machine without libraries, strace
  # shows only the system calls of the program, and a run takes half the time. The
  # sanitizers cannot be linked statically.
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    target_link_options(${target} PRIVATE -static)
  endif()
endfunction()

# pidlab_add_test(CHAPTER NAME [ARGUMENT...]) adds the test CHAPTER.NAME, which runs
# the experiment with these arguments of pidlab.
function(pidlab_add_test chapter name)
  add_test(NAME ${chapter}.${name}
    COMMAND ${PIDLAB_PROGRAM} ${ARGN} run ${chapter}/${name})
  set_tests_properties(${chapter}.${name} PROPERTIES
    LABELS "${chapter};experiments" SKIP_RETURN_CODE 77)
endfunction()

# pidlab_add_experiment(CHAPTER NAME) adds CHAPTER/NAME.toml to the suite, with its
# program: CHAPTER/NAME.cpp, or an executable file in any language. The files are
# linked: an edited expectation or script needs no build.
function(pidlab_add_experiment chapter name)
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/${chapter}/${name})
  if(NOT EXISTS ${source}.toml)
    message(FATAL_ERROR "${chapter}/${name} has no expectation: write ${source}.toml")
  endif()
  file(GLOB files CONFIGURE_DEPENDS ${source} ${source}.*)
  file(MAKE_DIRECTORY ${PIDLAB_SUITE}/${chapter})
  foreach(file IN LISTS files)
    cmake_path(GET file FILENAME link)
    file(CREATE_LINK ${file} ${PIDLAB_SUITE}/${chapter}/${link} SYMBOLIC)
  endforeach()
  if(EXISTS ${source}.cpp)
    pidlab_add_program(${chapter} ${name} ${PIDLAB_SUITE})
  endif()
  pidlab_add_test(${chapter} ${name} --suite ${PIDLAB_SUITE})
endfunction()
