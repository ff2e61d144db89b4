# All experiments on arm64, on any machine. The cross build takes minutes.

@test "no experiment FAILs or is BROKEN on an arm64 kernel" {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  "$BATS_TEST_DIRNAME/../fetch-kernel" debian/6.1:arm64 >/dev/null 2>&1 ||
    skip "needs debian/6.1:arm64: ci/fetch-kernel debian/6.1:arm64"
  command -v aarch64-linux-gnu-g++ >/dev/null ||
    [ "$(uname -m)" = aarch64 ] || skip "needs g++-aarch64-linux-gnu"
  run --separate-stderr "$BATS_TEST_DIRNAME/../boot" debian/6.1 --arch arm64 \
    --timeout 600
  assert_success
  assert_line --index 1 --regexp '^# Linux 6\.1\..* aarch64, cell root$'
  assert_line --regexp '^# Totals: pass:[12][0-9]{2} fail:0 skip:[0-9]+ error:0$'
}
