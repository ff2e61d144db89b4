# ci/bench and ci/bench-compare on other kernels.

setup() {
  load common
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
  # As the wrapper of a User-Mode Linux looks, which ends in /linux.uml" "$@", and
  # in a session of its own as that.
  ends_by_term "$ci/bench-compare" "$stub" "$stub" --program "$BENCHMARKS" <<'END'
#!/usr/bin/env bash
# /linux.uml" "$@"
echo >"${0%/*}/started"
exec setsid bash -c 'exec -a "$0" sleep 1000' "$0"
END
}
