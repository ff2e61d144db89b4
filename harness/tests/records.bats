# The commands for records: judge, diff and matrix.

setup() {
  load common
  make_suite observes_one observes_two exits_3 hangs exits_at_once
  expect exits_at_once $'expect.caller.x = 1\nneeds.file = ["/nowhere"]'
}

@test "a record is judged again, with the current expectations" {
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

@test "a repeated run: its tally is judged with it, unless the verdict is another one now" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --repeat 3 --record "$record" observes_two
  jq '.experiments[0].tally.PASS = 2' "$record" >"$record.flaky"
  in_suite judge "$record.flaky"
  assert_line "# bad.observes_two: verdicts differ between runs: 2 PASS, 3 FAIL"
  in_suite judge "$record.flaky" --format json
  run jq -c '.experiments[0].tally' <<<"$output"
  assert_output '{"PASS":2,"FAIL":3}'
  expect observes_two 'expect.caller.x = 2'
  in_suite judge "$record.flaky" --format json
  run jq -c '.experiments[0] | [.verdict, has("tally")]' <<<"$output"
  assert_output '["PASS",false]'
  in_suite run --repeat 3 --record /dev/stdout --format ktap observes_two
  in_suite judge --format json /dev/stdin <<<"$output"
  run jq -c '.experiments[0] | has("tally")' <<<"$output"
  assert_output false
}

@test "diff says in sentences what changed between two records" {
  local old=$BATS_TEST_TMPDIR/old.json new=$BATS_TEST_TMPDIR/new.json
  in_suite run --record "$old" observes_one observes_two
  sed -E 's/"release": "[^"]*"/"release": "99.1"/; /"caller.x"/{n;s/1/2/}' \
    "$old" >"$new"
  in_suite diff "$old" "$old"
  assert_equal "$status" 0
  assert_output "The records do not differ."
  expect observes_one 'expect.caller.x = 1
[[changed]]
in = "99.0"
because = "the future came"
expect.caller.x = 2'
  in_suite diff "$old" "$new"
  assert_equal "$status" 1
  assert_line --regexp '^bad/observes_one: PASS <99.0 on .*, PASS 99.0 on 99.1.$'
  assert_line "  caller.x was 1, is 2."
  assert_line "  Since 99.0: the future came."
}

@test "diff says what differs although the verdict is the same" {
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
  assert_line "  caller.x was 2, is 7."
  assert_line --regexp '^bad/exits_3: BROKEN on .*, BROKEN on .*\.$'
  assert_line --regexp '^  On .*: exited with status 4\.$'
  refute_output --partial observes_one
  # A value that only has to relate to others may differ in every run.
  jq '(.. | select(.value? == 1)).value = 8' "$old" >"$new"
  in_suite diff "$old" "$new"
  assert_equal "$status" 0
  assert_output "The records do not differ."
  jq '(.. | select(.name? == "observes_one")).observations += [
    {name: "caller.y", value: 5, pid: 2, ms: 1}]' "$old" >"$new"
  in_suite diff "$old" "$new"
  assert_line "  caller.x, expected differs from caller.y: did not hold, holds."
}

@test "JSON that is not a record is refused with its place" {
  local record=$BATS_TEST_TMPDIR/record.json bad=$BATS_TEST_TMPDIR/bad.json
  in_suite run --record "$record" observes_one
  local change text
  while IFS='|' read -r change text; do
    if [ "$change" = "2^70" ]; then
      # jq would write this number in another form.
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
.pidlab_record = 0|"pidlab_record": expected a format of 1 or more, got 0
.pidlab_record = -1|"pidlab_record": expected a format of 1 or more, got -1
.pidlab_record = 1.5|"pidlab_record": expected an integer of at most 64 bits, got 1.5
.experiments[0].observations[0].value = 1.5|bad/observes_one: "value": expected an integer of at most 64 bits, got 1.5
2^70|bad/observes_one: "value": expected an integer of at most 64 bits, got 1.1805916207174113e+21
.experiments[0].observations[0].pid = 5000000000|bad/observes_one: "pid": expected an integer of at most 32 bits, got 5000000000
.not_run = -1|"not_run": expected an integer of at most 64 bits, got -1
.experiments += .experiments|bad/observes_one appears twice
.experiments[0].name = "observes_none"|this suite has none of the record's experiments: give the suite of the record with --suite DIR
(.experiments[0].tally.PASS = "no")|bad/observes_one: "PASS": expected an integer of at most 32 bits, got "no"
del(.experiments[0].observations[0].ms)|bad/observes_one: key 'ms' not found
END
  in_suite judge "$record" observes_two
  assert_equal "$status" 2
  assert_equal "$stderr" \
    "pidlab: $record: the record has no run of the selected experiments"
}

@test "a record with old names is judged by the new names" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" observes_one
  sed -i 's/"observes_one"/"sees_one"/; s/"caller.x"/"caller.ex"/' "$record"
  in_suite judge "$record"
  assert_equal "$status" 2
  cat >"$suite/expected/renamed.toml" <<'END'
[experiments]
"bad/sees_one" = "bad/observes_one"
["bad/observes_one"]
"caller.ex" = "caller.x"
END
  in_suite judge "$record"
  assert_success
  assert_line "ok 1 bad.observes_one"
  echo 'experiments = 1' >"$suite/expected/renamed.toml"
  in_suite judge "$record"
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: $suite/expected/renamed.toml:1:15: \"experiments\": expected a table"
}

@test "an unknown experiment in a record is named, and the others are judged" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" observes_one exits_at_once
  sed -i 's/"exits_at_once"/"exits_tomorrow"/' "$record"
  local command
  for command in judge matrix; do
    in_suite "$command" "$record"
    assert_success
    assert_equal "$stderr" "pidlab: $record: not judged, because this suite does not have them: \"bad/exits_tomorrow\""
  done
}

@test "a record of a run that was stopped does not pass, in any report" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record" observes_one
  assert_success
  jq '.stopped = "SIGINT" | .not_run = 3' "$record" >"$record.stopped"
  in_suite judge "$record.stopped"
  assert_equal "$status" 99
  assert_line "Bail out! stopped by SIGINT: 3 experiments did not run"
  in_suite judge "$record.stopped" --format junit
  assert_equal "$status" 99
  assert_output --partial 'message="stopped by SIGINT: 3 experiments did not run"'
  echo "$output" >"$BATS_TEST_TMPDIR/junit.xml"
  run xmllint --noout --schema "${BATS_TEST_FILENAME%/*}/junit.xsd" \
    "$BATS_TEST_TMPDIR/junit.xml"
  assert_success
  in_suite matrix "$record.stopped"
  assert_equal "$status" 99
  assert_line --regexp '1 passed, .* skipped, stopped by SIGINT: 3 experiments did not run$'
}

# cut_after TEXT: $journal is what the record was when TEXT had just been written.
cut_after() {
  journal=$BATS_TEST_TMPDIR/journal
  "$PIDLAB" --suite "$suite" run --jobs 1 --record /dev/stdout --format ktap \
    observes_one observes_two | sed "/$1/q" >"$journal" || true
}

@test "a record that was cut: what ended is judged, what was running is BROKEN" {
  cut_after '"started":"bad.observes_two"'
  echo -n '{"chapter":"bad","name":"obs' >>"$journal"
  in_suite judge "$journal"
  assert_equal "$status" 99
  assert_line "ok 1 bad.observes_one"
  assert_line "not ok 2 bad.observes_two # ERROR was running when the record was cut"
  assert_line "Bail out! cut before its end: the last line is missing"
  cut_after '"name":"observes_one"'
  in_suite judge "$journal"
  assert_equal "$status" 99
  assert_line "ok 1 bad.observes_one"
  assert_line "Bail out! cut before its end: 1 experiment did not run"
  cut_after '"selected"'
  in_suite judge "$journal"
  assert_equal "$status" 99
  assert_line "1..2"
  assert_line "Bail out! cut before its end: 2 experiments did not run"
}

@test "a journal that is complete is the same as a record" {
  local record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record /dev/stdout --format ktap
  sed -n '/^{/p' <<<"$output" >"$record"
  in_suite judge "$record"
  assert_equal "$status" 1
  refute_line --partial "Bail out"
  assert_line "not ok 2 bad.observes_two"
}

@test "a full disk: the report is shown, and what was written can be judged" {
  in_namespaces 'mount -t tmpfs -o size=16k none /mnt
    "$PIDLAB" --suite "$suite" run --record /mnt/r --repeat 200 observes_one
    cp /mnt/r "$BATS_TEST_TMPDIR/r"'
  assert_output --partial "/mnt/r: cannot be written: No space left on device"
  assert_output --partial "ok 1 bad.observes_one"
  in_suite judge "$BATS_TEST_TMPDIR/r"
  assert_equal "$status" 99
  assert_output --partial "bad.observes_one"
}

@test "matrix shows behavior by kernel, in every format" {
  local record=$BATS_TEST_TMPDIR/record.json
  local other=$BATS_TEST_TMPDIR/other.json
  in_suite run --record "$record" observes_one observes_two
  jq '.kernel.release = "99.1"' "$record" >"$other"
  in_suite matrix "$record" "$other"
  assert_equal "$status" 1
  assert_line --regexp '^  observes_two +FAIL +FAIL$'
  assert_line "1 more PASS everywhere."
  assert_line --index 0 --regexp '^ 1  record  [0-9].* 1 passed, 1 failed,'
  assert_line "FAIL by reason and column:"
  assert_line "  bad/observes_two: caller.x: expected 1, observed 2: 1 2"
  in_suite matrix --format markdown "$record" "$other"
  assert_line "| bad/observes_one | PASS | PASS |"
  assert_line "- bad/observes_two: caller.x: expected 1, observed 2: 1 2"
  in_suite matrix --format json "$record"
  run jq -c '[.pidlab_matrix, .experiments[1].verdicts[0].cell]' <<<"$output"
  assert_output '[1,"FAIL"]'
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
  assert_equal "$stderr" "pidlab: --missing: expected NAME=WHY, got debian/1.0"
}
