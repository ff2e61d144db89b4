# ci/lab and ci/test on a machine without some commands: PATH has few commands, and
# nothing is built in the tree.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  tree=$BATS_TEST_TMPDIR/tree
  mkdir -p "$tree/build/release" "$BATS_TEST_TMPDIR/bin"
  cp -r "${BATS_TEST_FILENAME%/*}/.." "$tree/ci"
  local tool
  for tool in bash cat dirname env grep mktemp rm; do
    ln -s "$(command -v "$tool")" "$BATS_TEST_TMPDIR/bin"
  done
  have id 'echo 1000'
  have cmake 'echo "cmake $*"'
  have ctest 'echo "ctest $*"'
  printf '#!/bin/sh\necho "pidlab $*"\n' >"$tree/build/release/pidlab"
  chmod +x "$tree/build/release/pidlab"
}

# have COMMAND SCRIPT: adds a COMMAND that only runs SCRIPT.
have() {
  printf '#!/bin/sh\n%s\n' "$2" >"$BATS_TEST_TMPDIR/bin/$1"
  chmod +x "$BATS_TEST_TMPDIR/bin/$1"
}

# have_apt: adds an apt for which no package is installed.
have_apt() {
  have apt-get 'echo "apt-get $*" >&2'
  have dpkg-query 'exit 1'
}

# here COMMAND...: runs COMMAND with a PATH of these commands only.
here() {
  PATH=$BATS_TEST_TMPDIR/bin run --separate-stderr "$@"
}

@test "ci/lab without apt: it names the packages and runs" {
  here "$tree/ci/lab" list init
  assert_success
  assert_output "pidlab list init"
  output=$stderr assert_output --regexp "^apt is not installed, so nothing is installed\. If the build fails, install what Debian calls: cmake g\+\+ .* zlib1g-dev$"
}

@test "ci/lab builds what its arguments select" {
  have cmake 'echo "$*" >>"$LOG"'
  printf '#!/bin/sh\ncase $* in\nrun\ --dry-run*) echo "init/$3" ;;\nesac\n' \
    >"$tree/build/release/pidlab"
  export LOG=$BATS_TEST_TMPDIR/log
  # targets ARGUMENTS: what ci/lab builds for these.
  targets() {
    : >"$LOG"
    here "$tree/ci/lab" "$@"
    assert_success
    run sed -n 's/.*--target //p' "$LOG"
  }
  targets
  assert_output lab
  targets list init
  assert_output pidlab
  targets run some --repeat 2
  assert_output "pidlab
init.some"
  targets watch --step some
  assert_output "pidlab
init.some"
}

@test "a build that fails: its output is shown, and nothing is run" {
  have cmake 'echo "cmake $*"; exit 3'
  here "$tree/ci/lab"
  assert_failure 3
  assert_output ""
  output=$stderr assert_output --partial "cmake --preset release"
}

@test "ci/test --nightly runs all tests; an unknown option is refused" {
  here "$tree/ci/test" --nightly
  assert_success
  assert_output --partial "ctest --test-dir build/dev -L nightly"
  here "$tree/ci/test" --weekly
  assert_failure 2
  output=$stderr assert_output "test: unknown option --weekly; --help lists the options"
}

@test "ci/test without apt: the same, with the packages of the tests" {
  here "$tree/ci/test"
  assert_success
  assert_output "cmake --preset dev -D PIDLAB_UNITY=ON
cmake --build --preset dev
ctest --preset dev
cmake --preset asan -D PIDLAB_UNITY=ON
cmake --build --preset asan
ctest --preset asan"
  output=$stderr assert_output --regexp "^apt is not installed, .* cmake .* bats .* r-base-core"
}

@test "without sudo: it says what root has to install, and does not go on" {
  have_apt
  local command
  for command in lab test; do
    here "$tree/ci/$command"
    assert_failure 2
    assert_output ""
    assert_regex "$stderr" "^Run this as root first: apt-get install cmake g\+\+ "
    assert_equal "${#stderr_lines[@]}" 1
  done
}

@test "with sudo, and as root: the packages are installed" {
  have_apt
  have sudo 'echo sudo >&2; exec "$@"'
  here "$tree/ci/lab"
  assert_output "pidlab run"
  assert_equal "${stderr_lines[1]}" sudo
  assert_regex "${stderr_lines[4]}" "^apt-get install .* --no-install-recommends cmake g\+\+ "
  have id 'echo 0'
  here "$tree/ci/lab"
  assert_output "pidlab run"
  assert_regex "${stderr_lines[2]}" "^apt-get install .* --no-install-recommends cmake g\+\+ "
}

@test "ci/test ends with the first command that fails, also by a signal" {
  have ctest 'kill -9 $$'
  here "$tree/ci/test"
  assert_failure 137
  refute_line --partial asan
}
