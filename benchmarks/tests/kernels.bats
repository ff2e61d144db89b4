# ci/bench and ci/bench-compare on other kernels; BENCHMARKS is the program.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  ci=${BATS_TEST_FILENAME%/*}/../../ci
  record=$BATS_TEST_TMPDIR/record.json
}

# need_kernel SPEC: one in the cache, or the network to get it.
need_kernel() {
  "$ci/fetch-kernel" "$1" >/dev/null 2>&1 || skip "needs $1: ci/fetch-kernel $1"
}

@test "a kernel in QEMU: the record is its own, and says who ran it" {
  need_kernel debian/6.12
  run --separate-stderr "$ci/bench" --quick --kernel debian/6.12 --accel tcg \
    --filter '^namespaces/unshare' --program "$BENCHMARKS" --out "$record"
  assert_success
  assert_line --regexp '^namespaces/unshare +[0-9.]+ [num]s '
  assert_line "An emulated machine: only the ratios to the floor mean anything."
  run jq -r '.context | .kernel[:5], .accelerator, .num_cpus' "$record"
  assert_output "6.12.
tcg
$(nproc)"
}

@test "bench-compare: two kernels, in turn, by their ratios" {
  need_kernel uml/6.1
  cd "$BATS_TEST_TMPDIR"
  cp "$("$ci/fetch-kernel" uml/6.1)" other # in the caller's folder
  run --separate-stderr "$ci/bench-compare" uml/6.1 other --rounds 1 \
    --filter '^namespaces/pidfd' --program "$BENCHMARKS"
  assert_failure 2
  assert_line --regexp '^A: Linux 6\.1.*, UML, '
  assert_line --regexp '^B: Linux 6\.1.*, UML, '
  assert_line "Times of an emulated machine mean nothing: compared are the ratios to the floor"
  assert_line --regexp '^namespaces/pidfd_open [0-9.]+ [0-9.]+ [0-9.]+ too few rounds$'
}

@test "TERM ends bench-compare, and its machine, and no file of it stays" {
  mkdir "$BATS_TEST_TMPDIR/tmp"
  mkfifo "$BATS_TEST_TMPDIR/started"
  # As the wrapper of a User-Mode Linux looks, which ends in /linux.uml" "$@", and
  # in a session of its own as that.
  cat >"$BATS_TEST_TMPDIR/stub" <<'END'
#!/usr/bin/env bash
# /linux.uml" "$@"
echo >"${0%/*}/started"
exec setsid bash -c 'exec -a "$0" sleep 1000' "$0"
END
  chmod +x "$BATS_TEST_TMPDIR/stub"
  TMPDIR=$BATS_TEST_TMPDIR/tmp "$ci/bench-compare" "$BATS_TEST_TMPDIR"/{stub,stub} \
    --program "$BENCHMARKS" >/dev/null 2>&1 3>&- &
  read -rt 60 <>"$BATS_TEST_TMPDIR/started"
  kill "$!"
  wait "$!" || status=$?
  assert_equal "$status" 143
  refute pgrep -f "$BATS_TEST_TMPDIR/stub"
  run ls "$BATS_TEST_TMPDIR/tmp"
  assert_output ""
}
