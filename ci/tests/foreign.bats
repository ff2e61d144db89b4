# All experiments on other architectures, on any machine. A cross build takes minutes.

# nothing_fails LINE ARCH MACHINE: on the kernel debian/LINE for that architecture, which
# `uname -m` calls MACHINE.
nothing_fails() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  "$BATS_TEST_DIRNAME/../fetch-kernel" "debian/$1:$2" >/dev/null 2>&1 ||
    skip "needs debian/$1:$2: ci/fetch-kernel debian/$1:$2"
  command -v "$3-linux-gnu-g++" >/dev/null ||
    [ "$(uname -m)" = "$3" ] || skip "needs g++-$3-linux-gnu"
  run --separate-stderr "$BATS_TEST_DIRNAME/../boot" "debian/$1" --arch "$2" \
    --timeout 600
  assert_success
  assert_line --index 1 --regexp "^# Linux ${1/./\\.}\..* $3, cell root\$"
  assert_line --regexp '^# Totals: pass:[12][0-9]{2} fail:0 skip:[0-9]+ error:0$'
}

@test "no experiment FAILs or is BROKEN on an arm64 kernel" {
  nothing_fails 6.1 arm64 aarch64
}

@test "no experiment FAILs or is BROKEN on a riscv64 kernel" {
  [ "$(riscv64-linux-gnu-g++ -dumpversion 2>/dev/null)" -ge 14 ] ||
    skip "needs the cross compiler of Debian 13"
  nothing_fails 6.12 riscv64 riscv64
}
