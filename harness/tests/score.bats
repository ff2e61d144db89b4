# pidlab report --score: how much of what Linux does another kernel does as well.

setup() {
  load common
  make_suite observes_one observes_two exits_3
  record=$BATS_TEST_TMPDIR/record.json
  known=$BATS_TEST_TMPDIR/known.toml
  in_suite run --record "$record"
}

# know NAMES [MORE]: adds a difference to the file.
know() {
  printf '[[difference]]\nbecause = "It does so."\nexperiments = [%s]\n%s\n' "$1" "${2-}" >>"$known"
}

score() {
  in_suite report --score "$record" "$@"
}

@test "by chapter: how many hold, which differ, and how" {
  score
  assert_equal "$status" 1
  assert_line --index 0 --regexp '^[0-9.]+.* .*, compared with Linux [0-9.]+$'
  assert_line "                  hold  differ  BROKEN   known     SKIP"
  assert_line "bad                  1       1       1       0        0"
  assert_line "1 of 3 behaviors hold."
  assert_output --partial 'New differences:
  bad/observes_two
    FAIL: caller.x: expected 1, observed 2
  bad/exits_3
    BROKEN: exited with status 3'
}

@test "a known difference is not red, a new one is" {
  know '"bad/observes_two"'
  score --known "$known"
  assert_equal "$status" 99
  assert_output --partial 'Known differences:
  bad/observes_two
    FAIL: caller.x: expected 1, observed 2
    Known: It does so.'
  know '"bad/exits_3"'
  score --known "$known"
  assert_success
  refute_output --partial "New differences"
  assert_line "bad                  1       1       1       2        0"
  rm "$known"
  know '"bad/exits_3"'
  score --known "$known"
  assert_equal "$status" 1
}

@test "a known difference that no longer differs is reported, unless it depends on a race" {
  know '"bad/observes_two", "bad/exits_3"'
  know '"bad/observes_one"' 'sometimes = true'
  score --known "$known"
  assert_success
  refute_output --partial "not observed"
  sed -i '/sometimes/d' "$known"
  score --known "$known"
  assert_success
  assert_output --partial 'Known differences that were not observed:
  bad/observes_one
    PASS'
}

@test "against another version: what was changed by then is expected" {
  expect observes_two "expect.caller.x = 1
[[changed]]
in = '99.0'
because = 'It was changed.'
expect.caller.x = 2"
  expect observes_one "since = '99.0'
expect.caller.x = 2"
  know '"bad/exits_3"'
  score --known "$known" --against 99.0
  assert_equal "$status" 1
  assert_line --index 0 --regexp 'compared with Linux 99.0$'
  assert_output --partial 'bad/observes_one
    FAIL: caller.x: expected 2, observed 1'
  score --known "$known" --against 3.8
  assert_equal "$status" 0
  assert_line "bad                  1       0       1       1        1"
}

@test "a record that was cut before its end" {
  know '"bad/observes_two", "bad/exits_3"'
  local whole=$BATS_TEST_TMPDIR/whole.json
  mv "$record" "$whole"
  jq '.stopped = "SIGINT" | .not_run = 2' "$whole" >"$record"
  score --known "$known"
  assert_equal "$status" 99
  assert_line "stopped by SIGINT: 2 experiments did not run"
}

@test "a list that does not fit the suite: file, line and column" {
  local text
  while IFS='|' read -r toml text; do
    # shellcheck disable=SC2059 # a newline in the text
    printf "$toml" >"$known"
    score --known "$known"
    assert_equal "$status" 2
    assert_output ""
    assert_equal "$stderr" "pidlab: $known:$text"
  done <<'END'
[[difference]]\nbecause = "b"\nexperiments = ["bad/observes_one", "bad/observes_tow"]|3:36: unknown experiment "bad/observes_tow" (did you mean bad/observes_two?)
[[difference]]\nbecause = "b"\nexperiments = ["bad/exits_3", "bad/exits_3"]|3:31: "bad/exits_3" is in two differences: remove one
[[difference]]\nexperiments = ["bad/exits_3"]|1:1: "because" is missing
[[difference]]\nbecause = "b"|1:1: "experiments" is missing or empty: name the experiments that show this difference
[[diff]]|1:3: unknown key "diff" (did you mean difference?); expected one of: difference
END
}

@test "options that do not fit together" {
  local words
  for words in "" "$record $record" "$record --html page.html" "$record --course"; do
    # shellcheck disable=SC2086 # several words
    in_suite report --score $words
    assert_equal "$status" 2
    assert_equal "$stderr" "pidlab: report: expected --score with one RECORD, and without --html, --plot and --course"
  done
  in_suite report "$record" --html page.html --known "$known"
  assert_equal "$stderr" "pidlab: report: expected --against and --known with --score"
  score --against six
  assert_equal "$status" 2
  assert_regex "$stderr" "^pidlab: --against: expected a kernel version such as 6.12, got six"
}
