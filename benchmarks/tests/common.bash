# shellcheck shell=bash
# For the bats files beside this one. BENCHMARKS is the program under test, and
# PIDLAB the one that makes pages; CTest sets them.

bats_require_minimum_version 1.8.0
bats_load_library bats-support
bats_load_library bats-assert

# shellcheck disable=SC2034 # for those who load this
ci=${BATS_TEST_FILENAME%/*}/../../ci
# shellcheck disable=SC2034
record=$BATS_TEST_TMPDIR/record.json
# What the command of ends_by_term shall run, and what it reads from standard input.
stub=$BATS_TEST_TMPDIR/stub

# ends_by_term COMMAND... <STUB: TERM, once the stub has written to `started` beside
# it, ends the command and what it runs, and no file of it stays.
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
