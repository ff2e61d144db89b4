# The reports, as TAP parsers, JUnit readers, jq and terminals read them.

setup() {
  load common
  make_suite observes_one observes_two exits_3 hangs exits_at_once
  expect exits_at_once $'expect.caller.x = 1\nneeds.file = ["/nowhere"]'
}

@test "an independent TAP parser reads the KTAP as it is meant" {
  in_suite run --timeout 1
  echo "$output" >"$BATS_TEST_TMPDIR/run.tap"
  run perl -MTAP::Parser -e '
    my $p = TAP::Parser->new({ source => $ARGV[0] });
    $p->run;
    print join(",", $p->tests_planned, scalar $p->passed, scalar $p->failed,
               scalar $p->skipped, scalar $p->parse_errors), "\n";
    print "$_\n" for $p->parse_errors;
  ' "$BATS_TEST_TMPDIR/run.tap"
  assert_output "5,2,3,1,0"
}

@test "a KTAP line has the kind of failure, as the kernel's CI expects it" {
  in_suite run --timeout 0.2
  assert_line --index 0 "KTAP version 1"
  assert_line "ok 1 bad.observes_one"
  assert_line "# bad.observes_two: caller.x: expected 1, observed 2"
  assert_line "not ok 2 bad.observes_two"
  assert_line "# bad.exits_3: exited with status 3"
  assert_line "not ok 3 bad.exits_3 # ERROR exited with status 3"
  assert_line "not ok 4 bad.hangs # TIMEOUT still running after 0.2 s"
  assert_line --partial "ok 5 bad.exits_at_once # SKIP needs /nowhere, which"
}

@test "the JUnit report is valid" {
  in_suite run --timeout 0.2 --format junit
  echo "$output" >"$BATS_TEST_TMPDIR/junit.xml"
  run xmllint --noout --schema "${BATS_TEST_FILENAME%/*}/junit.xsd" \
    "$BATS_TEST_TMPDIR/junit.xml"
  assert_success
}

@test "reports of an experiment that writes bytes that are not text" {
  rm -r "$suite"
  make_suite complains_in_bytes
  in_suite run --format junit
  assert_equal "$status" 99
  echo "$output" >"$BATS_TEST_TMPDIR/junit.xml"
  run xmllint --noout --schema "${BATS_TEST_FILENAME%/*}/junit.xsd" \
    "$BATS_TEST_TMPDIR/junit.xml"
  assert_success
  local width
  for width in 30 31 32 33 80; do
    TERM=dumb run timeout 60 script -qec \
      "stty cols $width; $PIDLAB --suite $suite run" /dev/null
    assert_output --partial "BROKEN complains_in_bytes"
  done
}

@test "the schema itself refuses what is not a report" {
  echo '<testsuites><testcase/></testsuites>' >"$BATS_TEST_TMPDIR/junit.xml"
  run xmllint --noout --schema "${BATS_TEST_FILENAME%/*}/junit.xsd" \
    "$BATS_TEST_TMPDIR/junit.xml"
  assert_failure
}

@test "--format json and --record hold the same" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" --format json observes_one
  assert_equal "$output" "$(cat "$record")"
}

@test "a record that is written to a link goes to the target of the link" {
  echo old >"$BATS_TEST_TMPDIR/real.json"
  ln -s real.json "$BATS_TEST_TMPDIR/link.json"
  in_suite run --record "$BATS_TEST_TMPDIR/link.json" observes_one
  assert_success
  assert [ -L "$BATS_TEST_TMPDIR/link.json" ]
  run jq -r '.experiments[].name' "$BATS_TEST_TMPDIR/real.json"
  assert_output observes_one
}

@test "a record is written without /proc, where an O_TMPFILE cannot be linked" {
  [ -z "${ASAN_OPTIONS-}" ] || skip "AddressSanitizer itself needs a /proc"
  in_namespaces 'mount -t tmpfs none /proc
    "$PIDLAB" --suite "$suite" run --record "$BATS_TEST_TMPDIR/r" observes_one'
  assert_success
  run jq -r '.experiments[].name' "$BATS_TEST_TMPDIR/r"
  assert_output observes_one
  assert_equal "$(stat -c %a "$BATS_TEST_TMPDIR/r")" \
    "$(printf %o $((0666 & ~$(umask))))"
  run ls "$BATS_TEST_TMPDIR"
  refute_line --partial r.
}

@test "an output that cannot be written is refused before a run; the other output is not lost" {
  local record=$BATS_TEST_TMPDIR/record.json
  run --separate-stderr sh -c '"$PIDLAB" --suite "$suite" run --record "$1" >/dev/full' - "$record"
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: standard output: cannot be written: No space left on device"
  run --separate-stderr sh -c '"$PIDLAB" --suite "$suite" run >&-'
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: standard output: cannot be written: Bad file descriptor"
  in_suite run --record /proc/none observes_one
  assert_equal "$status" 2
  assert_output ""
  in_suite run --record /dev/full observes_one
  assert_equal "$status" 2
  assert_line "ok 1 bad.observes_one"
  assert_equal "$stderr" "pidlab: /dev/full: cannot be written: No space left on device"
}

@test "the record has the process that wrote each observation, and the time" {
  in_suite run --format json observes_one
  run jq -c '.experiments[0].observations[0] | [.name, .value, .pid, .ms < 10000]' \
    <<<"$output"
  assert_output '["caller.x",1,2,true]'
}

need_terminal() {
  script -qec true /dev/null >/dev/null 2>&1 ||
    skip "needs terminals: mount devpts on /dev/pts"
}

@test "KTAP into a pipe, the colored text for people on a terminal" {
  need_terminal
  in_suite run observes_one
  assert_line --index 0 "KTAP version 1"
  TERM=xterm run script -qec "$PIDLAB --suite $suite run observes_one" /dev/null
  assert_output --partial $'\033[32mPASS'
  assert_output --partial "1 passed"
}

@test "progress is shown on a terminal, and erased at the end" {
  need_terminal
  TERM=xterm run script -qec \
    "$PIDLAB --suite $suite run observes_one observes_two --jobs 1 >/dev/null" /dev/null
  assert_output $'\r1 of 2\033[K\r2 of 2\033[K\r\033[K'
}

@test "NO_COLOR and dumb terminals are respected" {
  need_terminal
  NO_COLOR=1 run script -qec "$PIDLAB --suite $suite run observes_one" /dev/null
  refute_output --partial $'\033[3'
  TERM=dumb run script -qec "$PIDLAB --suite $suite run observes_one" /dev/null
  refute_output --partial $'\033['
  refute_output --partial '1 of 1'
}

@test "the exit code is the worst verdict" {
  in_suite run observes_one
  assert_equal "$status" 0
  in_suite run observes_one exits_at_once
  assert_equal "$status" 0
  in_suite run exits_at_once
  assert_equal "$status" 77
  in_suite run observes_one exits_3
  assert_equal "$status" 99
  in_suite run exits_3 observes_two
  assert_equal "$status" 1
}

@test "repeated and shuffled: each runs that often, and is reported once" {
  in_suite run --repeat 20 --shuffle 7 --jobs 4 --format json observes_one \
    observes_two
  run jq -c '[.experiments[] | [.name, .tally]]' <<<"$output"
  assert_output '[["observes_one",{"PASS":20}],["observes_two",{"FAIL":20}]]'
}

@test "a name, a chapter, both and a glob select" {
  for word in observes_one bad/observes_one 'bad/*_one' '*_one'; do
    in_suite list "$word"
    assert_line --regexp '^  observes_one'
    assert_equal "${#lines[@]}" 2
  done
  in_suite list bad
  assert_equal "${#lines[@]}" 6
}
