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
  TMPDIR=$BATS_TEST_TMPDIR run --separate-stderr "$boot" uml/6.1 --timeout 1 \
    -- --repeat 100000
  assert_failure 99
  output=$stderr assert_output --partial \
    "uml/6.1 did not come to its end within 1 s"
  refute pgrep -f "initrd=$BATS_TEST_TMPDIR/"
}

@test "a kernel for arm64: the record comes back over its second serial line" {
  need_kernel debian/6.1:arm64
  command -v aarch64-linux-gnu-g++ >/dev/null || skip "needs g++-aarch64-linux-gnu"
  cd "$BATS_TEST_TMPDIR"
  # Instead of pidlab one that hands over what this machine's has seen: the
  # experiments for arm64 take minutes to build.
  "$static" run --record record orphans
  aarch64-linux-gnu-g++ -static -x c++ -o init - <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <sys/reboot.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
asm(".globl record, record_end\nrecord: .incbin \"record\"\nrecord_end: .byte 0");
extern const char record[], record_end[];
int main() {
  mkdir("/dev", 0755);
  mount("devtmpfs", "/dev", "devtmpfs", 0, nullptr);
  dup2(open("/dev/console", O_RDWR), 1);
  const int line = open("/dev/ttyS0", O_WRONLY | O_NOCTTY);
  const bool written = write(line, record, record_end - record) ==
                       record_end - record && record < record_end;
  printf("pidlab: the machine's work ended with %d\n", !written);
  fflush(stdout);
  tcdrain(line);
  tcdrain(1);
  reboot(RB_POWER_OFF);
}
END
  run --separate-stderr "$boot" debian/6.1 --arch arm64 --pidlab init
  assert_success
  assert_line --regexp '^# Totals: pass:9 fail:0 skip:0 error:0$'
  output=$stderr assert_output --partial "debian/6.1:arm64 under tcg"
}

@test "a kernel for a machine that is none of ours, and another than --arch says" {
  { printf '\x7fELF%14s\x14\0' '' && echo 'Linux version 6.1'; } \
    >"$BATS_TEST_TMPDIR/vmlinux"
  run --separate-stderr "$boot" "$BATS_TEST_TMPDIR/vmlinux"
  assert_failure 2
  output=$stderr assert_output --partial \
    "is for another machine than x86-64 and arm64"
  printf '%56sARMd%100s' '' '' >"$BATS_TEST_TMPDIR/Image"
  run --separate-stderr "$boot" "$BATS_TEST_TMPDIR/Image" --arch amd64
  assert_failure 2
  output=$stderr assert_output --partial "is for arm64, not amd64"
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
