# The records of many machines: matrix, report and diff with a folder of records.

setup() {
  load common
  make_suite observes_one observes_two exits_at_once
  expect observes_two 'expect.caller.x = 2
expect.caller.pid = { same_as = "caller.again" }'
  expect exits_at_once $'expect.caller.x = 1\nneeds.file = ["/nowhere"]'
  fleet=$BATS_TEST_TMPDIR/fleet
  mkdir "$fleet"
  in_suite run --record "$BATS_TEST_TMPDIR/one.json"
  # What differs in every run: times and PIDs.
  local n
  for n in $(seq 10 29); do node "$n" ''; done
}

# node N CHANGE: the record of a machine, in which CHANGE is made by jq.
node() {
  jq --argjson n "$1" '.taken = "2026-01-\($n)T00:00:00Z" |
    (.experiments[] | select(.name == "observes_two")).observations +=
      ([["caller.pid", $n], ["caller.again", $n]] |
        map({name: .[0], value: .[1], pid: $n, ms: ($n / 7)}))
    '"${2:+| $2}" "$BATS_TEST_TMPDIR/one.json" >"$fleet/node$1.json"
}

# In node 17 another value is observed, in 20 and 21 a PID differs from itself.
with_outliers() {
  node 17 '(.. | select(.name? == "caller.x" and .value == 1)).value = 7'
  local n
  for n in 20 21; do
    node "$n" '(.. | select(.name? == "caller.again")).value = 1'
  done
}

@test "records that show the same are one column with a count" {
  in_suite matrix "$fleet"
  assert_success
  assert_line --index 0 --regexp '^ 1  20 records  [0-9].* 2 passed, 0 failed, 0 broken, 1 skipped$'
  assert_line "2 more PASS everywhere."
  # A record of another kernel is another column, and does not differ.
  node 12 '.kernel.release = "99.1"'
  in_suite matrix "$fleet"
  assert_line --index 0 --regexp '^ 1  node12 +99\.1 '
  assert_line --index 1 --regexp '^ 2  19 records '
}

@test "outliers are first, with their names and what differs" {
  with_outliers
  in_suite matrix "$fleet"
  assert_equal "$status" 1
  assert_line --index 0 "3 of 20 records differ from the other 17:"
  assert_line --index 1 "  1: node17: bad/observes_one is FAIL, not PASS"
  assert_line --index 2 "  2: node20, node21: bad/observes_two is FAIL, not PASS"
  assert_line --regexp '^ 3  17 records '
  assert_line --regexp '^  observes_two +PASS +FAIL +PASS$'
  in_suite matrix --format markdown "$fleet"
  assert_line --index 0 "3 of 20 records differ from the other 17:"
  assert_line --partial "| bad/observes_two | PASS | FAIL | PASS |"
  in_suite matrix --format json "$fleet"
  run jq -c '[.kernels[].records | length, .[0]]' <<<"$output"
  assert_output '[1,"node17",2,"node20",17,"node10"]'
}

@test "the page has the same columns, and the outliers before the failures" {
  with_outliers
  printf '# All\n' >"$suite/source/README.md"
  : >"$suite/source/symptoms.toml"
  in_suite report "$fleet" --html "$BATS_TEST_TMPDIR/page.html"
  assert_equal "$status" 1
  run cat "$BATS_TEST_TMPDIR/page.html"
  assert_output --partial "3 experiments in 20 records, which show 3 different results."
  assert_output --partial "3 of 20 records differ from the other 17:"
  assert_output --regexp 'node20, node21: <a href="#bad\.observes_two">bad/observes_two</a> is FAIL, not PASS<'
  assert_output --partial "<td>17: node10, node11,"
  assert_output --partial " and 7 more</td>"
}

@test "diff with a reference: 0 if no record differs, else 1 and how" {
  node 15 '.kernel.build = "another"'
  cp "$fleet/node15.json" "$BATS_TEST_TMPDIR/reference.json"
  in_suite diff "$BATS_TEST_TMPDIR/reference.json" "$fleet"
  assert_success
  assert_output "The records do not differ."
  with_outliers
  in_suite diff "$BATS_TEST_TMPDIR/reference.json" "$fleet"
  assert_equal "$status" 1
  assert_line "node17:"
  assert_line "  bad/observes_one: PASS on reference, FAIL on node17."
  assert_line "    caller.x was 1, is 7."
  assert_line "node20, node21:"
  assert_line "    caller.pid, expected same as caller.again: held, does not hold."
  assert_line --index -1 "3 of 20 records differ from reference."
  in_suite diff "$BATS_TEST_TMPDIR/reference.json" "$fleet"/node1[0-6].json
  assert_success
}

@test "a damaged record of a folder is an outlier, and the others are shown" {
  mkdir "$fleet/rack"
  echo '{"pidlab_record": 1, "cell' >"$fleet/rack/node1.json"
  echo "no record" >"$fleet/node1.console"
  in_suite matrix "$fleet"
  assert_equal "$status" 99
  assert_equal "$stderr" "pidlab: $fleet/rack/node1.json:1:27: not a record: truncated or damaged at this place"
  assert_line --index 0 "1 of 21 records differs from the other 20:"
  assert_line --index 1 "  1: rack/node1: the record cannot be judged"
  assert_line --regexp '^ 1  rack/node1 +no record +the record cannot be judged$'
  in_suite diff "$fleet/node10.json" "$fleet"
  assert_equal "$status" 1
  assert_line "  There is nothing to compare: the record cannot be judged."
  mkdir "$BATS_TEST_TMPDIR/empty"
  in_suite matrix "$BATS_TEST_TMPDIR/empty"
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: $BATS_TEST_TMPDIR/empty: the folder has no file that ends in .json"
}

@test "a damaged record among several: it is named, the others are shown, and the exit code is 2" {
  local bad=$BATS_TEST_TMPDIR/bad.json damage
  echo '{"pidlab_record": 1, "cell' >"$bad"
  damage="pidlab: $bad:1:27: not a record: truncated or damaged at this place"
  in_suite matrix "$fleet/node10.json" "$bad" "$fleet/node11.json"
  assert_equal "$status" 2
  assert_equal "$stderr" "$damage"
  assert_line --regexp '^ 1  bad +no record +the record cannot be judged$'
  assert_line --regexp '^ 2  2 records .* 2 passed, 0 failed, 0 broken, 1 skipped$'
  printf '# All\n' >"$suite/source/README.md"
  : >"$suite/source/symptoms.toml"
  in_suite report "$fleet/node10.json" "$bad" --html "$BATS_TEST_TMPDIR/page.html"
  assert_equal "$status" 2
  assert_equal "$stderr" "$damage"
  assert [ -s "$BATS_TEST_TMPDIR/page.html" ]
  in_suite diff "$fleet/node10.json" "$fleet/node11.json" "$bad"
  assert_equal "$status" 2
  assert_line "  There is nothing to compare: the record cannot be judged."
  # Without any other, there is nothing to show.
  in_suite matrix "$bad"
  assert_equal "$status" 2
  assert_equal "$output$stderr" "$damage"
  in_suite matrix "$bad" "$bad"
  assert_equal "$status" 2
  assert_equal "$output" ""
  assert_equal "${stderr_lines[2]}" "pidlab: none of the records can be judged"
}

@test "a record in the log of a container: other lines are ignored" {
  in_suite run --record /dev/stdout --format ktap
  local log=$BATS_TEST_TMPDIR/log
  { echo "a first word" && echo "$output" && echo "a last word"; } >"$log"
  assert [ "$(grep -c '^ok' "$log")" -gt 0 ]
  in_suite judge "$log"
  assert_line "ok 1 bad.observes_one"
  refute_line --partial "Bail out"
}

@test "any number of levels in a record: it is refused" {
  local deep=$BATS_TEST_TMPDIR/deep.json place brackets=$BATS_TEST_TMPDIR/brackets
  { head -c 200000 /dev/zero | tr '\0' '['
    head -c 200000 /dev/zero | tr '\0' ']'; } >"$brackets"
  while read -r place; do
    jq "$place = \"HERE\"" "$BATS_TEST_TMPDIR/one.json" |
      awk -v file="$brackets" 'BEGIN { getline brackets < file }
        { sub(/"HERE"/, brackets) } 1' >"$deep"
    in_suite judge "$deep"
    assert_equal "$status" 2
    assert_equal "${#stderr_lines[@]}" 1
  done <<'END'
.not_run
.experiments[0].ending
.experiments[0].excuse
.experiments[0].events
.experiments[0].observations[0].value
.experiments[0].observations
.kernel.config
END
}

@test "memory does not grow with the number of records" {
  command -v /usr/bin/time >/dev/null || skip "needs time"
  [ -z "${ASAN_OPTIONS-}" ] || skip "AddressSanitizer keeps what was freed"
  "$PIDLAB" run --record "$BATS_TEST_TMPDIR/all.json" >/dev/null || true
  local many=$BATS_TEST_TMPDIR/many n i kib=()
  for n in 5 50; do
    mkdir "$many$n"
    for i in $(seq "$n"); do ln "$BATS_TEST_TMPDIR/all.json" "$many$n/$i.json"; done
    /usr/bin/time -f %M -o "$many$n.kib" "$PIDLAB" matrix "$many$n" >/dev/null || true
    kib+=("$(tail -n 1 "$many$n.kib")")
  done
  echo "KiB for 5 and for 50 records: ${kib[*]}"
  assert [ "${kib[1]}" -lt $((kib[0] * 12 / 10)) ]
}
