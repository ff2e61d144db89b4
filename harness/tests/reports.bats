# What others read: TAP parsers, JUnit readers, jq, and a terminal.

setup() {
  load common
  make_suite observes_one observes_two exits_3 hangs exits_at_once
  expect exits_at_once $'expect.caller.x = 1\nneeds.tool = ["no-such-tool"]'
}

@test "an independent TAP parser reads the KTAP as it is meant" {
  in_suite run --timeout 0.2
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

@test "a KTAP line tells the kind of failure as the kernel's CI expects it" {
  in_suite run --timeout 0.2
  assert_line --index 0 "KTAP version 1"
  assert_line "ok 1 bad.observes_one"
  assert_line "# caller.x: expected 1, observed 2"
  assert_line "not ok 2 bad.observes_two"
  assert_line "not ok 3 bad.exits_3 # ERROR exited with status 3"
  assert_line "not ok 4 bad.hangs # TIMEOUT still running after 0.2 s"
  assert_line --partial "ok 5 bad.exits_at_once # SKIP needs the program no-such"
}

@test "the JUnit report is valid" {
  in_suite run --timeout 0.2 --format junit
  echo "$output" >"$BATS_TEST_TMPDIR/junit.xml"
  run xmllint --noout --schema "${BATS_TEST_FILENAME%/*}/junit.xsd" \
    "$BATS_TEST_TMPDIR/junit.xml"
  assert_success
}

@test "reports of an experiment that writes bytes that are no text" {
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

@test "the schema itself refuses what is no report" {
  echo '<testsuites><testcase/></testsuites>' >"$BATS_TEST_TMPDIR/junit.xml"
  run xmllint --noout --schema "${BATS_TEST_FILENAME%/*}/junit.xsd" \
    "$BATS_TEST_TMPDIR/junit.xml"
  assert_failure
}

@test "a record is judged again as it was, and by today's expectations" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --timeout 0.2 --record "$record"
  local first=$output
  in_suite judge "$record"
  assert_equal "$status" 1
  assert_output "$first"
  expect observes_two 'expect.caller.x = 2'
  in_suite judge "$record" observes_two
  assert_equal "$status" 0
  assert_line "ok 1 bad.observes_two"
}

@test "diff tells in sentences what changed between two records" {
  local old=$BATS_TEST_TMPDIR/old.json new=$BATS_TEST_TMPDIR/new.json
  in_suite run --record "$old" observes_one observes_two
  sed -E 's/"release": "[^"]*"/"release": "99.1"/; /"caller.x"/{n;s/1/2/}' \
    "$old" >"$new"
  in_suite diff "$old" "$old"
  assert_equal "$status" 0
  assert_output "Nothing is different."
  expect observes_one 'expect.caller.x = 1
[[changed]]
in = "99.0"
because = "the future came"
expect.caller.x = 2'
  in_suite diff "$old" "$new"
  assert_equal "$status" 1
  assert_line --regexp '^bad/observes_one: PASS <99.0 on .*, PASS 99.0 on 99.1.$'
  assert_line "  caller.x was 1, and is 2."
  assert_line "  Since 99.0: the future came."
}

@test "diff tells what differs where the verdict is the same" {
  local old=$BATS_TEST_TMPDIR/old.json new=$BATS_TEST_TMPDIR/new.json
  in_suite run --record "$old" observes_one observes_two exits_3
  expect observes_one 'observe_only.caller.y = "varies"
expect.caller.x = { differs_from = "caller.y" }'
  jq '(.. | select(.value? == 2)).value = 7
    | (.. | select(.ending? == "broken")).ending_reason = "exited with status 4"' \
    "$old" >"$new"
  in_suite diff "$old" "$new"
  assert_equal "$status" 1
  assert_line --regexp '^bad/observes_two: FAIL on .*, FAIL on .*\.$'
  assert_line "  caller.x was 2, and is 7."
  assert_line --regexp '^bad/exits_3: BROKEN on .*, BROKEN on .*\.$'
  assert_line --regexp '^  On .*: exited with status 4\.$'
  refute_output --partial observes_one
  # What is related to others and differs in every run is no difference.
  jq '(.. | select(.value? == 1)).value = 8' "$old" >"$new"
  in_suite diff "$old" "$new"
  assert_equal "$status" 0
  assert_output "Nothing is different."
  jq '(.. | select(.name? == "observes_one")).observations += [
    {name: "caller.y", value: 5, pid: 2, ms: 1}]' "$old" >"$new"
  in_suite diff "$old" "$new"
  assert_line "  caller.x, expected differs from caller.y: it was not, and is."
}

@test "what is no record, though it is JSON, is refused with its place" {
  local record=$BATS_TEST_TMPDIR/record.json bad=$BATS_TEST_TMPDIR/bad.json
  in_suite run --record "$record" observes_one
  local change text
  while IFS='|' read -r change text; do
    if [ "$change" = "2^70" ]; then
      # As jq would not write it.
      sed 's/"value": 1,/"value": 1180591620717411303424,/' "$record" >"$bad"
    else
      jq "$change" "$record" >"$bad"
    fi
    in_suite judge "$bad"
    assert_equal "$status" 2
    assert_output ""
    assert_equal "${#stderr_lines[@]}" 1
    assert_equal "$stderr" "pidlab: $bad: $text"
  done <<'END'
.pidlab_record = 0|"pidlab_record" is 0: formats count from 1
.pidlab_record = -1|"pidlab_record" is -1: formats count from 1
.pidlab_record = 1.5|"pidlab_record" is 1.5: a whole number of at most 64 bits is wanted
.experiments[0].observations[0].value = 1.5|bad/observes_one: "value" is 1.5: a whole number of at most 64 bits is wanted
2^70|bad/observes_one: "value" is 1.1805916207174113e+21: a whole number of at most 64 bits is wanted
.experiments[0].observations[0].pid = 5000000000|bad/observes_one: "pid" is 5000000000: a whole number of at most 32 bits is wanted
.not_run = -1|"not_run" is -1: a whole number of at most 64 bits is wanted
.experiments += .experiments|bad/observes_one is in it twice
.experiments[0].name = "observes_none"|holds no run of these experiments
del(.experiments[0].observations[0].ms)|bad/observes_one: key 'ms' not found
END
}

@test "an experiment in a record that this pidlab does not know is named, and the others are judged" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" observes_one exits_at_once
  sed -i 's/"exits_at_once"/"exits_tomorrow"/' "$record"
  local command
  for command in judge matrix; do
    in_suite "$command" "$record"
    assert_success
    assert_equal "$stderr" "pidlab: $record: 1 of its experiments are not known here, and not judged: \"bad/exits_tomorrow\""
  done
}

@test "a record of a run that was stopped is no pass, in no report" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" observes_one
  assert_success
  jq '.stopped = "SIGINT" | .not_run = 3' "$record" >"$record.stopped"
  in_suite judge "$record.stopped"
  assert_equal "$status" 99
  assert_line "Bail out! SIGINT: 3 not run"
  in_suite judge "$record.stopped" --format junit
  assert_equal "$status" 99
  assert_output --partial 'message="stopped by SIGINT: 3 not run"'
  echo "$output" >"$BATS_TEST_TMPDIR/junit.xml"
  run xmllint --noout --schema "${BATS_TEST_FILENAME%/*}/junit.xsd" \
    "$BATS_TEST_TMPDIR/junit.xml"
  assert_success
  in_suite matrix "$record.stopped"
  assert_equal "$status" 99
  assert_line --regexp '1 passed, .* skipped, stopped: 3 not run$'
}

@test "matrix shows behaviour by kernel, in every format" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" observes_one observes_two
  in_suite matrix "$record" "$record"
  assert_equal "$status" 1
  assert_line --regexp '^  observes_two +FAIL +FAIL$'
  assert_line "1 more PASS everywhere."
  assert_line --index 0 --regexp '^ 1  record  [0-9].* 1 passed, 1 failed,'
  assert_line "FAIL, and in which columns:"
  assert_line "  bad/observes_two: caller.x: expected 1, observed 2: 1 2"
  in_suite matrix --format markdown "$record" "$record"
  assert_line "| bad/observes_one | PASS | PASS |"
  assert_line "- bad/observes_two: caller.x: expected 1, observed 2: 1 2"
  in_suite matrix --format json "$record"
  run jq -r '.experiments[1].verdicts[0].cell' <<<"$output"
  assert_output FAIL
}

@test "a kernel without a record has a column that says why" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" observes_one
  in_suite matrix "$record" --missing "debian/1.0=panicked: it is old"
  assert_equal "$status" 99
  assert_line --regexp '^ 2  debian/1.0  no record +panicked: it is old$'
  assert_line "1 more PASS everywhere."
  in_suite matrix "$record" --missing "debian/1.0=panicked: it is old" --format markdown
  assert_line "| bad/observes_one | PASS | ? |"
  assert_line "debian/1.0: panicked: it is old"
  in_suite matrix "$record" --missing "debian/1.0"
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: --missing debian/1.0: is not NAME=WHY"
}

@test "--format json and --record hold the same" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" --format json observes_one
  assert_equal "$output" "$(cat "$record")"
}

@test "a record by way of a link leaves the link, and goes where it leads" {
  echo old >"$BATS_TEST_TMPDIR/real.json"
  ln -s real.json "$BATS_TEST_TMPDIR/link.json"
  in_suite run --record "$BATS_TEST_TMPDIR/link.json" observes_one
  assert_success
  assert [ -L "$BATS_TEST_TMPDIR/link.json" ]
  run jq -r '.experiments[].name' "$BATS_TEST_TMPDIR/real.json"
  assert_output observes_one
}

@test "a record is kept where a file without a name can get none: without /proc" {
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

@test "what cannot be written is said before anything is run; no report is lost with it" {
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

@test "the record tells which process of the cell wrote, and when" {
  in_suite run --format json observes_one
  run jq -c '.experiments[0].observations[0] | [.name, .value, .pid, .ms < 10000]' \
    <<<"$output"
  assert_output '["caller.x",1,2,true]'
}

need_terminal() {
  script -qec true /dev/null >/dev/null 2>&1 ||
    skip "needs terminals: mount devpts on /dev/pts"
}

@test "into a pipe KTAP, on a terminal for people, in colour" {
  need_terminal
  in_suite run observes_one
  assert_line --index 0 "KTAP version 1"
  TERM=xterm run script -qec "$PIDLAB --suite $suite run observes_one" /dev/null
  assert_output --partial $'\033[32mPASS'
  assert_output --partial "1 passed"
}

@test "on a terminal one sees how far it is, until it is at its end" {
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

@test "repeated and shuffled: each is run so often, and told of once" {
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
