# Other kernels: booted, judged and compared, and what is said when that fails.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  boot=${BATS_TEST_FILENAME%/*}/../boot
  static=${BATS_TEST_FILENAME%/*}/../../build/static/pidlab
}

# need_kernel SPEC: one in the cache, or the network to get it.
need_kernel() {
  "${BATS_TEST_FILENAME%/*}/../fetch-kernel" "$1" >/dev/null 2>&1 ||
    skip "needs $1: ci/fetch-kernel $1"
}

@test "a kernel in QEMU: nothing FAILs, nothing is BROKEN, the record is kept" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" debian/6.1 \
    --record "$BATS_TEST_TMPDIR/record.json"
  assert_success
  assert_line --index 1 --regexp '^# Linux 6\.1\..*, cell root$'
  assert_line --regexp '^# Totals: pass:1[0-9]{2} fail:0 skip:[0-9]+ error:0$'
  refute_line --regexp '^not ok'
  run "$static" judge "$BATS_TEST_TMPDIR/record.json" setns_does_not_move_caller
  assert_success
}

@test "User-Mode Linux: the same without QEMU, only what was asked for" {
  need_kernel uml/6.1
  run --separate-stderr "$boot" uml/6.1 -- orphans
  assert_success
  assert_line --regexp '^# Totals: pass:9 fail:0 skip:0 error:0$'
}

@test "a kernel that panics: the panic, and the console's last lines" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" debian/6.1 --append rdinit=/nowhere
  assert_failure 99
  assert_output ""
  output=$stderr assert_output --partial \
    "debian/6.1 panicked: Kernel panic - not syncing"
}

@test "a kernel that hangs: it is ended, and nothing of it stays" {
  need_kernel uml/6.1
  run --separate-stderr "$boot" uml/6.1 --timeout 1 -- --repeat 100000
  assert_failure 99
  output=$stderr assert_output --partial \
    "uml/6.1 did not come to its end within 1 s"
  refute pgrep -f "initrd=/tmp/.*/initramfs"
}

@test "a kernel for another architecture" {
  printf '%56sARMd%100s' '' '' >"$BATS_TEST_TMPDIR/Image"
  run --separate-stderr "$boot" "$BATS_TEST_TMPDIR/Image"
  assert_failure 2
  output=$stderr assert_output --partial "is a kernel for arm64"
}

@test "what is no kernel at all, and what is not there" {
  run --separate-stderr "$boot" /etc/passwd
  assert_failure 2
  output=$stderr assert_output --partial "/etc/passwd"
  run --separate-stderr "$boot" /nowhere/bzImage
  assert_failure 2
}

@test "--dry-run only shows the command" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" debian/6.1 --dry-run --memory 300
  assert_success
  assert_output --regexp '^qemu-system-x86_64 .* -m 300 '
}
