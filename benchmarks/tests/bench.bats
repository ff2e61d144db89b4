# Tests ci/bench and ci/bench-compare as a user runs them.

setup() {
  load common
}

need_root() {
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
}

# Copies them to a new folder where every user can execute them.
copy_benchmarks() {
  folder=$(mktemp -d)
  chmod 755 "$folder"
  cp "$BENCHMARKS" "${BENCHMARKS%/*}/spawned" "$folder"
}

teardown() {
  [ -z "${folder-}" ] || rm -r "$folder"
}

@test "--quick: all suites, results with ratios, plots" {
  run --separate-stderr "$ci/bench" --quick --program "$BENCHMARKS" --out "$results"
  assert_success
  for suite in floor creation namespaces depth size translation contention; do
    assert_line --regexp "^$suite/.* [num]?s "
    refute_line --regexp "^$suite/.*%" # one round has no spread
  done
  assert_line --regexp '^size/death .* us '
  run jq -r '.context.kernel' "$results"
  assert_output "$(uname -r)"
  run jq '[.benchmarks[] | select(.error_occurred | not) |
    select(.p50_ns <= 0 or .p50_in_forks <= 0 or
      (if .samples >= 100 then .p99_ns < .p50_ns else .p99_ns end))]' "$results"
  assert_output '[]'
  run jq -r '.benchmarks[] | select(.name == "floor/syscall") | .p50_in_syscalls' "$results"
  assert_output 1
  # The plots, and a page that shows them.
  local plot page=$BATS_TEST_TMPDIR/page.html
  "$PIDLAB" run --record "$page.json" getppid_is_zero_for_a_parent_outside ||
    [ $? -eq 77 ]
  "$PIDLAB" report "$page.json" --html "$page" --plot "${results%.json}/depth.svg" \
    --plot "${results%.json}/size.svg" --plot "${results%.json}/creation.svg"
  for plot in depth size creation; do
    run xmllint --xpath '/*/*[1][name() = "title"]/text()' "${results%.json}/$plot.svg"
    assert_output --regexp "^What .*: .*, Linux $(uname -r), 20.*\.$"
    assert grep -qF "<figcaption>$output</figcaption>" "$page"
  done
}

@test "a plot whose benchmarks were not run is left out" {
  run "$ci/bench" --quick --program "$BENCHMARKS" --out "$results" \
    --filter 'creation/fork/call|depth/getpid/(8|16)/'
  assert_success
  run ls "${results%.json}"
  assert_output creation.svg
}

@test "without random addresses no warning is printed" {
  run setarch --addr-no-randomize "$ci/bench" --quick --filter ^floor \
    --program "$BENCHMARKS" --out "$results"
  assert_success
  refute_output --partial "addresses are random"
  run jq -r .context.aslr "$results"
  assert_output 0
}

@test "a process that cannot be set up is an error, not a skip" {
  need_root
  unshare --user true 2>/dev/null || skip "needs user namespaces: not in a chroot"
  run unshare --user --map-root-user --pid --fork --mount-proc sh -c \
    "echo 0 >/proc/sys/user/max_mnt_namespaces; $BENCHMARKS --benchmark_filter=readdir_proc/1/"
  assert_failure 99
  assert_line --regexp '^broken = .*size\.cpp.*ENOSPC'
}

@test "TERM ends ci/bench and what it runs, and leaves no file" {
  ends_by_term "$ci/bench" --program "$stub" --out "$results" <<'END'
#!/usr/bin/env bash
[[ $1 != *list_tests ]] || { echo floor/fork && exit; }
echo >"${0%/*}/started"
exec -a "$0" sleep 1000
END
}

@test "an ordinary user: a benchmark runs or says what it needs" {
  need_root
  copy_benchmarks
  run setpriv --reuid 65534 --regid 65534 --clear-groups "$folder/benchmarks" \
    --benchmark_min_time=0.001 --benchmark_filter='fork/call|/fork\+wait/[01]/|death/1/'
  assert_success
  assert_line --regexp '^creation/fork/call/iterations:128/manual_time .* p50_ns='
  assert_line --regexp '^creation/vfork/call/iterations:128/manual_time .* p50_ns='
  assert_line --regexp '^depth/fork\+wait/0/iterations:128/manual_time .* p50_ns='
  for refused in creation/unshare+fork/call creation/setns+fork/call \
    depth/fork+wait/1 size/death/1; do
    assert_line --regexp "^${refused//+/[+]}/.* ERROR OCCURRED: 'needs CAP_SYS_ADMIN: run as root"
  done
}

@test "kill -9 at 60 random moments leaves nothing" {
  copy_benchmarks
  mounts=$(cat /proc/self/mountinfo)
  for _ in $(seq 60); do
    # In half of the rounds, large namespaces exist.
    run timeout --foreground -s KILL "0.$(printf %03d $((RANDOM % 600 + 1)))" \
      "$folder/benchmarks" --benchmark_filter="$( ((RANDOM % 2)) || echo -)size|contention" \
      --benchmark_enable_random_interleaving=true 3>&-
    assert_equal "$status" 137
  done
  # A child exits some time after its parent has ended.
  for _ in $(seq 100); do
    pgrep -f "$folder" >/dev/null || break
    sleep 0.1
  done
  refute pgrep -f "$folder"
  assert_equal "$(cat /proc/self/mountinfo)" "$mounts"
}

# results_of FILE FACTOR [ROUNDS]: two benchmarks; the second takes FACTOR times as
# long, give or take 3 %.
results_of() {
  jq -n --argjson factor "$2" --argjson rounds "${3:-10}" '
    {context: {kernel: "6.1", cpu_model: "some", load: "0.1 0 0", date: "2030-01-01T00:00:00"},
     benchmarks: [range($rounds) as $round | ["creation/fork/call", 1], ["depth/fork+wait/31", $factor] |
      (1000 * .[1] * (1 + 0.03 * ($round * 7 % 10 / 5 - 1)) + $factor) as $ns |
      {name: .[0], p50_ns: $ns, p99_ns: $ns, p50_in_syscalls: 1, p50_in_forks: 1}]}' >"$1"
}

@test "bench-compare: only what is slower by more than the threshold is SLOWER" {
  results_of "$BATS_TEST_TMPDIR/a.json" 1
  results_of "$BATS_TEST_TMPDIR/b.json" 1.2
  run "$ci/bench-compare" "$BATS_TEST_TMPDIR"/{a,b}.json
  assert_failure 1
  assert_line --regexp '^depth/fork\+wait/31 1\.2.* SLOWER *$'
  assert_line "1 of 2 slower by more than 10 %"
  assert_line "B: Linux 6.1, some, load 0.1, 2030-01-01T00:00"
  run "$ci/bench-compare" --threshold 30 "$BATS_TEST_TMPDIR"/{a,b}.json
  assert_success
  assert_line --regexp '^depth/fork\+wait/31 1\.2.* a bit slower *$'
  run "$ci/bench-compare" "$BATS_TEST_TMPDIR"/{b,a}.json
  assert_success
  assert_line --regexp '^depth/fork\+wait/31 0\.8.* faster *$'
  run "$ci/bench-compare" "$BATS_TEST_TMPDIR"/{a,a}.json
  assert_success
  refute_line --regexp 'slower *$|faster'
}

@test "bench-compare: too few rounds are an error" {
  results_of "$BATS_TEST_TMPDIR/a.json" 1 3
  run "$ci/bench-compare" "$BATS_TEST_TMPDIR"/{a,a}.json
  assert_failure 2
  assert_output --partial "analysis.R: too few rounds for 2 benchmarks"
}

@test "bench-compare: names what one side lacks, skips, or measured too seldom" {
  results_of "$BATS_TEST_TMPDIR/a.json" 1
  results_of "$BATS_TEST_TMPDIR/b.json" 1.2
  jq '.benchmarks += [{name: "few", p50_ns: 1, p50_in_syscalls: 1, p50_in_forks: 1},
    {name: "other", error_occurred: true, error_message: "needs more"}]' \
    "$BATS_TEST_TMPDIR/b.json" >"$BATS_TEST_TMPDIR/more.json"
  jq '.benchmarks |= map(if .name == "other" then {name, p50_ns: 1} else . end)' \
    "$BATS_TEST_TMPDIR/more.json" >"$BATS_TEST_TMPDIR/most.json"
  run "$ci/bench-compare" "$BATS_TEST_TMPDIR"/{most,more}.json
  assert_success
  assert_line "only in A: other"
  assert_line "B: SKIP other: needs more"
  assert_line --regexp '^few .* too few rounds$'
  jq '.benchmarks |= map(select(.name != "other"))' "$BATS_TEST_TMPDIR/more.json" |
    jq '.benchmarks |= map(if .name == "depth/fork+wait/31" then .p50_ns /= 1.2 else . end)' \
      >"$BATS_TEST_TMPDIR/a.json"
  run "$ci/bench-compare" "$BATS_TEST_TMPDIR"/{a,more}.json
  assert_failure 1
  assert_line --regexp '^depth/fork\+wait/31 .* SLOWER *$'
}

@test "bench-compare: two machines, or an emulated one, are compared by ratios" {
  results_of "$BATS_TEST_TMPDIR/a.json" 1
  results_of "$BATS_TEST_TMPDIR/b.json" 1.2
  jq '.context.cpu_model = "other"' "$BATS_TEST_TMPDIR/b.json" >"$results"
  run "$ci/bench-compare" "$BATS_TEST_TMPDIR/a.json" "$results"
  assert_success
  assert_line "Times of different machines cannot be compared: the ratios to the floor are compared"
  assert_line --regexp '^depth/fork\+wait/31 1\.000 1\.000 1\.000 *$'
  jq '.context.accelerator = "tcg"' "$BATS_TEST_TMPDIR/b.json" >"$results"
  run "$ci/bench-compare" "$results" "$results"
  assert_success
  assert_line --partial "Times of an emulated machine cannot be compared"
}

@test "rounds of different machines are not joined" {
  results_of "$BATS_TEST_TMPDIR/a.json" 1
  jq '.context.cpu_model = "other"' "$BATS_TEST_TMPDIR/a.json" >"$results"
  run Rscript "$ci/../benchmarks/analysis.R" join "$BATS_TEST_TMPDIR/joined.json" \
    "$BATS_TEST_TMPDIR/a.json" "$results"
  assert_failure 2
  assert_line --partial "the rounds ran on different machines (other"
  refute [ -e "$BATS_TEST_TMPDIR/joined.json" ]
}

@test "bench-compare: bad input" {
  run "$ci/bench-compare" /nowhere.json "$results"
  assert_failure 2
  assert_output "bench-compare: cannot read /nowhere.json"
  echo '{}' >"$results"
  run "$ci/bench-compare" "$results" "$results"
  assert_failure 2
  assert_output "analysis.R: $results is not a result of ci/bench"
  run "$ci/bench-compare" "$results"
  assert_failure 2
  run "$ci/bench" --rounds some
  assert_failure 2
  assert_output "bench: --rounds: expected a positive integer, got some"
  run "$ci/bench" --filter nothing --program "$BENCHMARKS" --out "$results"
  assert_failure 2
  assert_output --regexp "^bench: no benchmark matches the filter; [^
]*$"
}
