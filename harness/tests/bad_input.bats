# For bad input pidlab prints one line, which says where it is, what is wrong
# and what is expected, and exits with 2.

setup() {
  load common
}

# refused TEXT: the last command ended with 2 and one line that holds the text.
refused() {
  assert_equal "$status" 2
  assert_output ""
  assert_equal "${#stderr_lines[@]}" 1
  output=$stderr assert_output --partial "$1"
}

@test "an unknown command: the nearest is suggested" {
  run --separate-stderr "$PIDLAB" rnu
  refused 'unknown command "rnu" (did you mean run?)'
}

@test "no command at all" {
  run --separate-stderr "$PIDLAB"
  refused "expected a command; see $PIDLAB --help"
  run --separate-stderr "$PIDLAB" exercise
  refused "expected a command; see $PIDLAB exercise --help"
}

@test "an unknown option: the command before it is the one whose help is named" {
  run --separate-stderr "$PIDLAB" --fromat run
  refused "unknown option --fromat; see $PIDLAB --help"
  run --separate-stderr "$PIDLAB" run --fromat ktap
  refused "unknown option --fromat (did you mean --format?); see $PIDLAB run --help"
  run --separate-stderr "$PIDLAB" report --htm=page.html
  refused "unknown option --htm (did you mean --html?)"
  run --separate-stderr "$PIDLAB" run --dry-run=maybe
  refused "expected --dry-run without a value"
}

@test "too few and too many arguments" {
  run --separate-stderr "$PIDLAB" show
  refused "expected EXPERIMENT...; see $PIDLAB show --help"
  run --separate-stderr "$PIDLAB" diff
  refused "expected REFERENCE; see $PIDLAB diff --help"
  run --separate-stderr "$PIDLAB" diff one
  refused "expected RECORD...; see $PIDLAB diff --help"
  run --separate-stderr "$PIDLAB" doctor one
  refused "unexpected argument \"one\"; see $PIDLAB doctor --help"
  run --separate-stderr "$PIDLAB" run --jobs
  refused "expected --jobs N; see $PIDLAB run --help"
}

@test "report: without a record, without a page, with a record and --course" {
  local words
  for words in "" "record.json" "--course"; do
    # shellcheck disable=SC2086 # several words
    run --separate-stderr "$PIDLAB" report $words
    refused "expected --html FILE"
  done
  run --separate-stderr "$PIDLAB" report --html page.html
  refused "expected --course, or a RECORD, which run --record saves"
  for words in record.json "--plot plot.svg"; do
    # shellcheck disable=SC2086 # several words
    run --separate-stderr "$PIDLAB" report --course --html page.html $words
    refused "expected --course without a RECORD or --plot"
  done
}

@test "an unknown format" {
  run --separate-stderr "$PIDLAB" run --format xml
  refused "--format: expected pretty, ktap, junit, json, lava or kcidb, got xml; see $PIDLAB run --help"
}

@test "no jobs, a bad timeout, an unknown kind of cell" {
  run --separate-stderr "$PIDLAB" run --jobs 0
  refused "--jobs: expected an integer from 1 to 1024, got 0"
  run --separate-stderr "$PIDLAB" run --shuffle -1
  refused "--shuffle: expected an integer from 0 to 4294967295, got -1"
  local seconds
  for seconds in -1 0 inf -inf nan -nan; do
    run --separate-stderr "$PIDLAB" run --timeout "$seconds"
    refused "--timeout: expected a number from 0.001 to 86400, got $seconds"
  done
  run --separate-stderr "$PIDLAB" run --cell padded
  refused "--cell: expected auto, root, user or none, got padded"
}

@test "an unknown experiment: the nearest is suggested" {
  make_suite exits_at_once hangs
  in_suite run exit_at_once
  refused 'unknown experiment or chapter "exit_at_once" (did you mean exits_at_once?)'
  in_suite show hang
  refused "did you mean hangs?"
}

@test "a glob that matches nothing" {
  make_suite exits_at_once
  in_suite run 'x*'
  refused 'no experiment or chapter matches "x*"'
}

@test "one word that selects nothing is refused, although another one selects" {
  make_suite exits_at_once hangs
  in_suite run exits_at_once nothing
  refused '"nothing"'
}

@test "a folder that is not a suite" {
  run --separate-stderr "$PIDLAB" --suite "$BATS_TEST_TMPDIR" list
  refused "$BATS_TEST_TMPDIR: not a suite: expected an expectation CHAPTER/NAME.toml"
}

@test "an expectation that is not TOML: its line and column" {
  make_suite exits_at_once
  expect exits_at_once 'expect.caller.x = ['
  in_suite list
  refused "exits_at_once.toml:3:"
}

@test "an empty expectation" {
  make_suite exits_at_once
  : >"$suite/expected/bad/exits_at_once.toml"
  in_suite run
  refused "exits_at_once.toml:1:1: the file is empty"
}

@test "an unknown key of an expectation: its place and the nearest key" {
  make_suite exits_at_once
  expect exits_at_once 'expext.caller.x = 1'
  in_suite run
  refused 'exits_at_once.toml:3:1: unknown key "expext" (did you mean expect?)'
}

@test "an expectation that contradicts itself" {
  make_suite exits_at_once
  expect exits_at_once 'expect.caller.x = { one_of = [1, 2], at_least = 3 }'
  in_suite run
  refused "exits_at_once.toml:3:19: no value can be one of 1, 2, at least 3"
}

@test "an expectation behind a link: the message names the target" {
  make_suite exits_at_once
  expect exits_at_once 'expext.caller.x = 1'
  mv "$suite/expected" "$BATS_TEST_TMPDIR/edited"
  ln -s "$BATS_TEST_TMPDIR/edited" "$suite/expected"
  in_suite run
  refused "$BATS_TEST_TMPDIR/edited/bad/exits_at_once.toml:3:1: unknown key"
}

@test "a question without its experiment" {
  make_suite exits_at_once
  question exits_at_onec ''
  in_suite list
  refused "source/bad/questions.toml:1:2: this chapter has no experiment \"exits_at_onec\" (did you mean exits_at_once?)"
}

@test "an experiment without an expectation" {
  make_suite exits_at_once
  rm "$suite/expected/bad/exits_at_once.toml"
  in_suite run
  refused "expected/bad/exits_at_once.toml: not found"
}

@test "an expectation without an experiment" {
  make_suite exits_at_once
  expect stray 'expect.caller.x = 1'
  in_suite run
  refused "expected/bad/stray.toml: no experiment has this name"
}

@test "a record that is cut short: where it ends" {
  make_suite observes_one
  in_suite run --record "$BATS_TEST_TMPDIR/record.json"
  head -c 300 "$BATS_TEST_TMPDIR/record.json" >"$BATS_TEST_TMPDIR/cut.json"
  in_suite judge "$BATS_TEST_TMPDIR/cut.json"
  refused "cut.json:"
  output=$stderr assert_output --regexp "cut.json:[0-9]+:[0-9]+: not a record: truncated or damaged"
}

@test "a record of a newer pidlab" {
  make_suite observes_one
  in_suite run --record "$BATS_TEST_TMPDIR/record.json"
  sed -i 's/"pidlab_record": 1/"pidlab_record": 9/' \
    "$BATS_TEST_TMPDIR/record.json"
  in_suite judge "$BATS_TEST_TMPDIR/record.json"
  refused "the record has format 9, but this pidlab reads formats up to 1: use a newer pidlab"
}

@test "a record that does not exist, one that is a folder, one that is not JSON" {
  make_suite observes_one
  in_suite judge /nowhere/record.json
  refused "/nowhere/record.json: cannot be read: No such file or directory"
  in_suite judge "$BATS_TEST_TMPDIR"
  refused "cannot be read"
  echo 'hello' >"$BATS_TEST_TMPDIR/hello"
  in_suite judge "$BATS_TEST_TMPDIR/hello"
  refused "hello:1:1:"
}

@test "a record that cannot be written is refused before anything runs" {
  make_suite hangs
  in_suite run --record /nowhere/record.json
  refused "/nowhere/record.json: cannot be written: No such file or directory"
  in_suite run --record "$BATS_TEST_TMPDIR"
  refused "cannot be written: Is a directory"
}

@test "an old record stays whole if a run is refused" {
  make_suite observes_one
  echo "old" >"$BATS_TEST_TMPDIR/record.json"
  in_suite run --record "$BATS_TEST_TMPDIR/record.json" nothing
  refused nothing
  assert_equal "$(cat "$BATS_TEST_TMPDIR/record.json")" old
}

@test "a full disk behind standard output" {
  make_suite observes_one
  run --separate-stderr sh -c \
    '"$PIDLAB" --suite "$1" run >/dev/full' - "$suite"
  refused "standard output: cannot be written: No space left on device"
}

@test "a closed standard output" {
  make_suite observes_one
  run --separate-stderr sh -c '"$PIDLAB" --suite "$1" run >&-' - "$suite"
  refused "standard output: cannot be written: Bad file descriptor"
}

@test "ns: a path that is not a namespace, a PID that no process has" {
  run --separate-stderr "$PIDLAB" ns /etc/passwd
  refused "/etc/passwd: not a namespace file"
  run --separate-stderr "$PIDLAB" ns /nowhere
  refused "/nowhere: cannot be opened: No such file or directory"
  run --separate-stderr "$PIDLAB" ns 999999999
  refused "PID 999999999: no such process"
}

@test "ns: --all with another argument, --owner with --parent" {
  local words
  for words in "--all 1" "--all /proc/self/ns/pid" "--all --owner" "--parent --all" "--owner --parent"; do
    # shellcheck disable=SC2086 # several words
    run --separate-stderr "$PIDLAB" ns $words
    refused "ns: expected --owner, --parent, or --all without another argument"
  done
}

@test "a full disk behind --help and --version" {
  local words
  for words in --help "run --help" --version; do
    run --separate-stderr sh -c "\"\$PIDLAB\" $words >/dev/full"
    refused "standard output: cannot be written: No space left on device"
  done
}
