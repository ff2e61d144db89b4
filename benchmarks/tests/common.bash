# shellcheck shell=bash
# Loaded by the tests in this folder. CTest sets BENCHMARKS, the program under test,
# and PIDLAB, which makes pages.

bats_require_minimum_version 1.8.0
bats_load_library bats-support
bats_load_library bats-assert

# shellcheck disable=SC2034 # for the files that load this
ci=${BATS_TEST_FILENAME%/*}/../../ci
# shellcheck disable=SC2034
results=$BATS_TEST_TMPDIR/results.json
# The program that the command of ends_by_term runs; ends_by_term reads its text from
# standard input.
stub=$BATS_TEST_TMPDIR/stub

# ends_by_term COMMAND... <STUB: sends TERM after the stub has written to `started`
# in its folder. The command and its stub must end, and leave no file.
ends_by_term() {
  local status=0
  mkdir "$BATS_TEST_TMPDIR/tmp"
  mkfifo "$BATS_TEST_TMPDIR/started"
  cat >"$stub"
  chmod +x "$stub"
  TMPDIR=$BATS_TEST_TMPDIR/tmp "$@" >/dev/null 2>&1 3>&- &
  read -rt 60 <>"$BATS_TEST_TMPDIR/started"
  kill "$!"
  wait "$!" || status=$?
  assert_equal "$status" 143
  refute pgrep -f "$stub"
  run ls "$BATS_TEST_TMPDIR/tmp"
  assert_output ""
}
