# What other test systems make of the reports: their own parsers and schemas where they
# are installed, and the files of ci/labs/.

setup() {
  load common
  labs=$BATS_TEST_DIRNAME/../../ci/labs
  make_suite observes_one observes_two exits_3 exits_at_once
  expect exits_at_once $'expect.caller.x = 1\nneeds.file = ["/nowhere"]'
  # A pidlab for scripts, with that suite.
  mkdir "$BATS_TEST_TMPDIR/bin"
  pidlab=$BATS_TEST_TMPDIR/bin/pidlab
  printf '#!/bin/sh\nexec "%s" --suite "%s" "$@"\n' "$PIDLAB" "$suite" >"$pidlab"
  chmod +x "$pidlab"
}

# python [ARGUMENT...]: runs a script with the Python of the distribution.
python() { /usr/bin/python3 - "$@"; }

need_python() {
  /usr/bin/python3 -c "import $1" 2>/dev/null ||
    skip "needs the Python module $1; on Debian 12: apt-get install $2"
}

# valid SCHEMA: whether standard input is what the JSON schema describes.
valid() {
  need_python jsonschema python3-jsonschema
  cat >"$BATS_TEST_TMPDIR/instance.json"
  run /usr/bin/python3 -W ignore -m jsonschema -i "$BATS_TEST_TMPDIR/instance.json" \
    "$BATS_TEST_DIRNAME/../$1"
  assert_success
}

# need_kernel_tools: unpacks, once, the tools of the kernel's source into $tools.
need_kernel_tools() {
  local archive new
  archive=$(printf '%s\n' "${PIDLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pidlab}"/sources/*/linux-source-*.tar.xz |
    sort -V | tail -n 1)
  [ -f "$archive" ] || skip "needs the source of Linux: ci/fetch-source"
  tools=${archive%/*}/tools/testing
  [ ! -d "$tools" ] || return 0
  new=$(mktemp -d "${archive%/*}/XXXXXX")
  tar -xf "$archive" -C "$new" --strip-components=1 --wildcards '*/tools/testing/kunit/*.py' \
    '*/tools/testing/selftests/kselftest/*' '*/tools/testing/selftests/run_kselftest.sh'
  mv -T "$new/tools" "${tools%/*}" || true
  rm -r "$new"
}

# one_of_each: prints the exit codes of $system for a PASS, a FAIL, a BROKEN, a SKIP and
# two kinds of bad input.
one_of_each() {
  local name words
  for name in observes_one observes_two exits_3 exits_at_once no_such_name "--jobs no"; do
    read -ra words <<<"$name"
    in_suite run --exit-codes "$system" "${words[@]}"
    echo "$status"
  done | paste -sd ' '
}

@test "--exit-codes: those of kselftest, LTP and TAP" {
  local system
  system=kselftest run one_of_each
  assert_output "0 1 1 4 1 1"
  system=ltp run one_of_each
  assert_output "0 1 2 32 2 2"
  system=tap run one_of_each
  assert_output "0 1 99 0 2 2"
  in_suite run --record "$BATS_TEST_TMPDIR/record" exits_at_once
  assert_equal "$status" 77
  run -4 "$pidlab" judge --exit-codes kselftest "$BATS_TEST_TMPDIR/record"
}

@test "--exit-codes: an unknown system" {
  in_suite run --exit-codes lsb
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: --exit-codes: expected kselftest, ltp or tap, got lsb; see $PIDLAB run --help"
}

@test "the kernel's kunit.py parses the KTAP: names, counts, and the rows of a failure" {
  need_kernel_tools
  in_suite run --jobs 1
  echo "$output" >"$BATS_TEST_TMPDIR/console"
  run /usr/bin/python3 -B "$tools/kunit/kunit.py" parse --json="$BATS_TEST_TMPDIR/results.json" \
    "$BATS_TEST_TMPDIR/console"
  assert_failure
  assert_line --partial "[FAILED] bad.exits_3"
  assert_line --partial "bad.exits_3: exited with status 3"
  assert_line --partial "[SKIPPED] bad.exits_at_once (needs /nowhere"
  assert_line --partial "Ran 4 tests: passed: 1, failed: 2, skipped: 1"
  run jq -r '.. | .test_cases? // empty | .[] | "\(.name) \(.status)"' "$BATS_TEST_TMPDIR/results.json"
  assert_output 'bad.observes_one PASS
bad.observes_two FAIL
bad.exits_3 FAIL
bad.exits_at_once SKIP'
}

@test "kselftest: run_kselftest.sh runs a test for each experiment" {
  need_kernel_tools
  local installed=$BATS_TEST_TMPDIR/installed
  mkdir "$installed"
  cp -r "$tools/selftests/." "$installed"
  printf '%s\n' timers:posix_timers pidlab:old >"$installed/kselftest-list.txt"
  run sh "$labs/kselftest" "$installed" "$pidlab"
  assert_success
  run sh "$installed/run_kselftest.sh" --list
  assert_output 'timers:posix_timers
pidlab:observes_one
pidlab:observes_two
pidlab:exits_3
pidlab:exits_at_once'
  run sh "$installed/run_kselftest.sh" -c pidlab
  assert_line "ok 1 selftests: pidlab: observes_one"
  assert_line "# # bad.observes_two: caller.x: expected 1, observed 2"
  assert_line "not ok 2 selftests: pidlab: observes_two # exit=1"
  assert_line "not ok 3 selftests: pidlab: exits_3 # exit=1"
  assert_line "ok 4 selftests: pidlab: exits_at_once # SKIP"
}

@test "kselftest: what is not an installation is refused" {
  run -2 sh "$labs/kselftest" "$BATS_TEST_TMPDIR" "$pidlab"
  assert_output --partial "kselftest-list.txt does not exist: first run make"
}

@test "LTP: the runtest file, and what its commands exit with" {
  local ltp=$BATS_TEST_TMPDIR/ltp
  sh "$labs/kirk" "$ltp" "$pidlab"
  run cat "$ltp/runtest/pidlab"
  assert_line --index 0 "observes_one pidlab_experiment observes_one"
  local tag command codes=""
  while read -r tag command; do
    PATH=$PATH:$ltp/testcases/bin run $command
    codes+="$tag $status $(grep -c TBROK <<<"$output" || true) "
  done <"$ltp/runtest/pidlab"
  assert_equal "$codes" "observes_one 0 0 observes_two 1 0 exits_3 2 1 exits_at_once 32 0 "
}

@test "LAVA: a signal for each experiment; text of a program is not one" {
  expect observes_two $'expect.caller.x = "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=x RESULT=pass>"'
  in_suite run --jobs 1 --format lava
  assert_line --index 0 --regexp "^# Linux .*, cell "
  run grep -o '<.*' <<<"$output"
  assert_output '<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=bad.observes_one RESULT=pass>
<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=bad.observes_two RESULT=fail>
<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=bad.exits_3 RESULT=unknown>
<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=bad.exits_at_once RESULT=skip>'
}

@test "LAVA's own schema accepts the job and the test definition" {
  need_python lava_common.schemas lava-common
  run python "$labs" <<'END'
import sys, yaml
from lava_common.schemas import validate
from lava_common.schemas.test.testdef import validate as validate_definition
validate(yaml.safe_load(open(sys.argv[1] + "/lava-job.yaml")), strict=True)
validate_definition(yaml.safe_load(open(sys.argv[1] + "/lava.yaml")))
END
  assert_success
}

@test "LAVA's job finds each result on the console of a machine" {
  need_python yaml python3-yaml
  in_suite run --jobs 1 --format lava
  {
    echo "[    0.000000] Linux version 7.2"
    echo "$output"
    echo "pidlab: the command in this machine exited with 1"
  } >"$BATS_TEST_TMPDIR/console"
  run python "$labs/lava-job.yaml" "$BATS_TEST_TMPDIR/console" <<'END'
import re, sys, yaml
actions = yaml.safe_load(open(sys.argv[1]))["actions"]
monitor = [a["test"] for a in actions if "test" in a][0]["monitors"][0]
console = open(sys.argv[2]).read().split(monitor["start"])[1].split(monitor["end"])[0]
for found in re.finditer(monitor["pattern"], console):
    print(found["test_case_id"], found["result"])
END
  assert_output 'bad.observes_one pass
bad.observes_two fail
bad.exits_3 unknown
bad.exits_at_once skip'
}

@test "KCIDB: the statuses, and a file that is valid" {
  in_suite run --jobs 1 --record "$BATS_TEST_TMPDIR/record"
  in_suite judge --format kcidb "$BATS_TEST_TMPDIR/record"
  local first=$output
  valid tests/kcidb.schema.json <<<"$first"
  run jq -r '.tests[] | "\(.path) \(.status)"' <<<"$first"
  assert_output 'pidlab.bad.observes_one PASS
pidlab.bad.observes_two FAIL
pidlab.bad.exits_3 ERROR
pidlab.bad.exits_at_once SKIP'
  # Each refers to what is in the file, and the IDs are those of the record.
  run jq '.builds[0].id as $build | .checkouts[0].id == .builds[0].checkout_id
    and all(.tests[]; .build_id == $build) and ([.tests[].id] | unique | length) == 4' <<<"$first"
  assert_output true
  in_suite judge --format kcidb "$BATS_TEST_TMPDIR/record"
  assert_equal "$output" "$first"
  in_suite run --format kcidb
  refute [ "$(jq '.tests[0].id' <<<"$output")" = "$(jq '.tests[0].id' <<<"$first")" ]
}

@test "KernelCI: a lab submits the results under its own name and for its own build" {
  in_suite run --format kcidb
  run jq --arg origin lab --arg build lab:42 -f "$labs/kernelci.jq" <<<"$output"
  local mine=$output
  run jq -c '[keys, (.tests | map([.origin, .build_id]) | unique)]' <<<"$mine"
  assert_output '[["tests","version"],[["lab","lab:42"]]]'
  run jq 'all(.tests[]; .id | startswith("lab:"))' <<<"$mine"
  assert_output true
}

@test "the record is as its schema describes it, repeated, traced and stopped" {
  in_suite run --repeat 2 --trace --format json
  valid report/record.schema.json <<<"$output"
  run jq '[.pidlab != "", ([.experiments[] | has("tally"), has("events")] | any)] | all' \
    "$BATS_TEST_TMPDIR/instance.json"
  assert_output true
}

@test "the schema refuses a record without its kernel, and a verdict of another suite" {
  need_python jsonschema python3-jsonschema
  in_suite run --format json
  local change record=$output
  for change in 'del(.kernel)' '.experiments[0].verdict = "WARN"' '.pidlab_record = 2'; do
    jq "$change" <<<"$record" >"$BATS_TEST_TMPDIR/bad.json"
    run /usr/bin/python3 -W ignore -m jsonschema -i "$BATS_TEST_TMPDIR/bad.json" \
      "$BATS_TEST_DIRNAME/../report/record.schema.json"
    assert_failure
  done
}

@test "tmt: a custom result for each experiment" {
  mkdir "$BATS_TEST_TMPDIR/data"
  PIDLAB=$pidlab TMT_TEST_DATA=$BATS_TEST_TMPDIR/data run sh "$labs/tmt"
  assert_success
  run jq -r '.[] | "\(.name) \(.result) \(.note | join("|"))"' "$BATS_TEST_TMPDIR/data/results.json"
  assert_line --index 0 "/bad/observes_one pass "
  assert_line --index 1 "/bad/observes_two fail caller.x: expected 1, observed 2"
  assert_line --index 2 --partial "/bad/exits_3 error exited with status 3"
  assert_line --index 3 --partial "/bad/exits_at_once skip needs /nowhere"
  assert [ -e "$BATS_TEST_TMPDIR/data/record.json" ]
}

@test "prove: a test that SKIPs everything passes, with the codes of TAP" {
  printf '%s run --format ktap --exit-codes tap exits_at_once\n' "$pidlab" >"$BATS_TEST_TMPDIR/all.t"
  run prove --exec sh "$BATS_TEST_TMPDIR/all.t"
  assert_success
  assert_line --partial "Result: PASS"
}

@test "junitparser reads the outcomes, with their text" {
  need_python junitparser python3-junitparser
  in_suite run --jobs 1 --format junit
  echo "$output" >"$BATS_TEST_TMPDIR/junit.xml"
  run python "$BATS_TEST_TMPDIR/junit.xml" <<'END'
import sys
from junitparser import JUnitXml
for suite in JUnitXml.fromfile(sys.argv[1]):
    for case in suite:
        for outcome in case.result:
            print(case.name, type(outcome).__name__, bool(outcome.text.strip()))
END
  assert_output 'observes_two Failure True
exits_3 Error True
exits_at_once Skipped True'
}

@test "the YAML files are YAML, and every experiment that a page names exists" {
  need_python yaml python3-yaml
  run python "$labs"/*.yaml "$labs"/*.fmf <<<'import sys, yaml
for file in sys.argv[1:]: yaml.safe_load(open(file))'
  assert_success
  run comm -23 <(grep -ohE '\b[a-z]+(_[a-z]+){3,}\b' "$labs"/*.md | sort -u) \
    <("$PIDLAB" list --json | jq -r '.[].name' | sort)
  assert_output ""
}

@test "each file has a page of at most 25 lines, and README.md names both" {
  local file
  for file in "$labs"/[!R]*; do
    grep -qF "${file##*/}" "$labs/README.md" || fail "README.md does not name $file"
    [[ $file != *.md || $(wc -l <"$file") -le 25 ]] || fail "$file is too long"
  done
}
