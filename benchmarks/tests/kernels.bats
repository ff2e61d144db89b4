# Tests ci/bench and ci/bench-compare on other kernels.

setup() {
  load common
}

# need_kernel KERNEL: skips the test if KERNEL is not in the cache and cannot be
# fetched.
need_kernel() {
  "$ci/fetch-kernel" "$1" >/dev/null 2>&1 || skip "needs $1: ci/fetch-kernel $1"
}

@test "a kernel in QEMU: the results name the kernel and the accelerator" {
  need_kernel debian/6.12
  run --separate-stderr "$ci/bench" --quick --kernel debian/6.12 --accel tcg \
    --filter '^namespaces/unshare' --program "$BENCHMARKS" --out "$results"
  echo "$stderr"  # bats shows it if the test fails
  assert_success
  assert_line --regexp '^namespaces/unshare +[0-9.]+ [num]s '
  assert_line "This machine is emulated: only the ratios to the floor mean anything."
  run jq -r '.context | .kernel[:5], .accelerator, .num_cpus' "$results"
  assert_output "6.12.
tcg
$(nproc)"
}

@test "bench-compare: two kernels, in turn, by their ratios" {
  need_kernel uml/6.1
  cd "$BATS_TEST_TMPDIR"
  ln -s "$("$ci/fetch-kernel" uml/6.1)" other # a relative path
  run --separate-stderr "$ci/bench-compare" uml/6.1 other --rounds 1 \
    --filter '^namespaces/pidfd' --program "$BENCHMARKS"
  assert_failure 2
  assert_line --regexp '^A: Linux 6\.1.*, UML, '
  assert_line --regexp '^B: Linux 6\.1.*, UML, '
  assert_line "Times of an emulated machine cannot be compared: the ratios to the floor are compared"
  assert_line --regexp '^namespaces/pidfd_open [0-9.]+ [0-9.]+ [0-9.]+ too few rounds$'
}

@test "TERM ends bench-compare and its machine, and leaves no file" {
  # Looks like the wrapper of a User-Mode Linux, which ends in /linux.uml" "$@", starts a
  # session, and has its arguments in the command line of each process.
  ends_by_term "$ci/bench-compare" "$stub" "$stub" --program "$BENCHMARKS" <<'END'
#!/usr/bin/env bash
# /linux.uml" "$@"
echo >"${0%/*}/started"
exec setsid bash -c 'exec -a "$0 $*" sleep 1000' "$0" "$@"
END
}
