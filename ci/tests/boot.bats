# ci/boot with kernels of QEMU and User-Mode Linux, and its messages when it fails.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  boot=${BATS_TEST_FILENAME%/*}/../boot
}

# need_kernel SPEC: skips the test if SPEC is not in the cache and cannot be fetched.
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
  assert_line --regexp '^# Totals: pass:[12][0-9]{2} fail:0 skip:[0-9]+ error:0$'
  refute_line --regexp '^not ok'
  run "$PIDLAB_STATIC" judge "$BATS_TEST_TMPDIR/record.json" setns_does_not_move_caller
  assert_success
}

@test "User-Mode Linux: the same without QEMU, only one chapter" {
  need_kernel uml/6.1
  run --separate-stderr "$boot" uml/6.1 -- orphans
  assert_success
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:0 error:0$'
}

@test "--suite: experiments of a folder; a script without its interpreter is SKIPped" {
  need_kernel uml/6.1
  local root=${BATS_TEST_FILENAME%/*}/../.. build=$BATS_TEST_TMPDIR/build
  cmake -G Ninja -S "$root/ci/example-suite" -B "$build" -D pidlab_DIR="$root/experiments" \
    -D PIDLAB_PROGRAM="$PIDLAB_STATIC"
  cmake --build "$build"
  run --separate-stderr "$boot" uml/6.1 --suite "$build/suite"
  assert_success
  assert_line "ok 1 init.init_cannot_return_to_its_group"
  assert_line --regexp '^ok 2 init\.shell_as_init_survives_kill # SKIP needs /usr/bin/unshare'
  assert_line --regexp '^ok 3 membership\.spawned_program_is_init # SKIP needs /bin/sh'
}

@test "a kernel that panics: the message quotes the panic" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" debian/6.1 --append rdinit=/nowhere
  assert_failure 99
  assert_output ""
  output=$stderr assert_output --partial \
    "debian/6.1 panicked: Kernel panic - not syncing"
}

@test "a kernel that hangs is killed, with all of its processes" {
  need_kernel uml/6.1
  TMPDIR=$BATS_TEST_TMPDIR run --separate-stderr "$boot" uml/6.1 --timeout 1 \
    -- --repeat 100000
  assert_failure 99
  output=$stderr assert_output --partial \
    "uml/6.1 did not finish within 1 s"
  refute pgrep -f "initrd=$BATS_TEST_TMPDIR/"
}

@test "User-Mode Linux that is killed: the processes that it traced are killed too" {
  need_kernel uml/6.1
  TMPDIR=$BATS_TEST_TMPDIR "$boot" uml/6.1 --no-restart -- --repeat 100000 3>&- &
  local boot_pid=$! uml="^[^ ]*/linux(\.uml)? .*initrd=$BATS_TEST_TMPDIR/"
  timeout 60 bash -c 'until [ "$(pgrep -c -f "$1")" -gt 4 ]; do :; done' - "$uml"
  kill -KILL "$(pgrep -o -f "$uml")"
  # In a subshell, as `run` creates one, wait would not wait for it.
  wait "$boot_pid" || true
  refute pgrep -f "$uml"
}

@test "a machine that ends too early boots again, for the experiments that are left" {
  need_kernel uml/6.1
  local record=$BATS_TEST_TMPDIR/record.json uml="^[^ ]*/linux(\.uml)? .*initrd=$BATS_TEST_TMPDIR/"
  TMPDIR=$BATS_TEST_TMPDIR "$boot" uml/6.1 --record "$record" --timeout 400 \
    -- orphans nesting --repeat 5 --jobs 1 >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
  local boot_pid=$! code=0
  timeout 60 bash -c 'until [ "$(zcat -f "$1"/tmp.*/record 2>/dev/null | grep -c started)" -gt 0 ]
    do :; done' - "$BATS_TEST_TMPDIR"
  kill -KILL "$(pgrep -o -f "$uml")"
  wait "$boot_pid" || code=$?
  run cat "$BATS_TEST_TMPDIR/out"
  assert_line "boot: uml/6.1 ended before pidlab did"
  assert_line --regexp '^boot: it boots again; experiments that have not run: [0-9]+$'
  assert_line --regexp '^not ok [0-9]+ .* # ERROR the kernel ended before pidlab did$'
  assert_line --regexp '^# Totals: pass:[0-9]+ fail:0 skip:0 error:1$'
  assert_equal "$code" 99
}

# record_comes_from LINE ARCH MACHINE SERIAL: boots debian/LINE for that architecture,
# which `uname -m` calls MACHINE. There the record goes to /dev/SERIAL.
record_comes_from() {
  need_kernel "debian/$1:$2"
  command -v "$3-linux-gnu-g++" >/dev/null || skip "needs g++-$3-linux-gnu"
  cd "$BATS_TEST_TMPDIR" || return
  # The init is not pidlab but a program that writes a record of this machine: to build
  # the experiments for another architecture takes minutes.
  "$PIDLAB_STATIC" run --record record orphans
  "$3-linux-gnu-g++" -static -x c++ -D SERIAL="\"/dev/$4\"" -o init - <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <sys/reboot.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
asm(".section .rodata\n.globl record, record_end\n"
    "record: .incbin \"record\"\nrecord_end: .byte 0\n.previous");
extern const char record[], record_end[];
int main() {
  mkdir("/dev", 0755);
  mount("devtmpfs", "/dev", "devtmpfs", 0, nullptr);
  dup2(open("/dev/console", O_RDWR), 1);
  const int line = open(SERIAL, O_WRONLY | O_NOCTTY);
  const bool written = write(line, record, record_end - record) ==
                       record_end - record && record < record_end;
  printf("pidlab: the command in this machine exited with %d\n", !written);
  fflush(stdout);
  tcdrain(line);
  tcdrain(1);
  reboot(RB_POWER_OFF);
}
END
  run --separate-stderr "$boot" "debian/$1" --arch "$2" --pidlab init
  echo "$stderr"  # shown if the test fails
  assert_success
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:0 error:0$'
  output=$stderr assert_output --partial "debian/$1:$2 under tcg"
}

@test "a kernel for arm64: the record comes over its second serial line" {
  record_comes_from 6.1 arm64 aarch64 ttyS0
}

@test "a kernel for riscv64: the same" {
  record_comes_from 6.12 riscv64 riscv64 ttyS1
}

@test "--dry-run only shows the command" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" debian/6.1 --dry-run --memory 300
  assert_success
  assert_output --regexp '^qemu-system-x86_64 .* -m 300 '
}

@test "a kernel that reports an error: it is quoted; record and console are kept" {
  need_kernel uml/6.1
  cd "$BATS_TEST_TMPDIR"
  mkdir root
  g++ -static -x c++ -o root/say - <<'END'
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
int main(int, char** words) {
  const int record = open("/record", O_WRONLY), kernel = open("/dev/kmsg", O_WRONLY);
  return write(record, "seen\n", 5) != 5 ||
         write(kernel, words[1], strlen(words[1])) != ssize_t(strlen(words[1]));
}
END
  local words
  for words in "<4>WARNING: CPU: 0 PID: 1 at kernel/pid.c" "<3>BUG: in kernel/pid.c"; do
    rm -f record console
    run --separate-stderr "$boot" uml/6.1 --root root --record record --console console \
      -- /say "$words"
    assert_failure 99
    output=$stderr assert_output --regexp "uml/6.1 reported an error: .*${words#*>}"
    assert grep -q seen record
    assert grep -q "${words#*>}" console
  done
  # Kernels in QEMU print this for every processor that has a certain flaw.
  run --separate-stderr "$boot" uml/6.1 --root root -- /say "<3>Spectre V2 : WARNING: leaks"
  assert_success
}

@test "pidlab in an initramfs that it has not left: SKIP, because pivot_root fails there" {
  need_kernel uml/6.1
  local name=covered_proc_forbids_a_full_one console=$BATS_TEST_TMPDIR/console
  # A program of --root is not to leave the initramfs. It writes no record, hence 99.
  run --separate-stderr "$boot" uml/6.1 --console "$console" -- /init run "$name"
  assert_failure 99
  run cat "$console"
  assert_line --partial "SKIP   $name needs a root that pivot_root(2) can replace"
  assert_line --partial "0 passed, 0 failed, 0 broken, 1 skipped"
}

@test "a copy of a kernel: SKIP with its configuration, and not FAIL without it" {
  need_kernel uml/6.1
  cd "$BATS_TEST_TMPDIR"
  local kernel name=acct_writes_to_the_file_of_each_namespace
  kernel=$("${BATS_TEST_FILENAME%/*}/../fetch-kernel" uml/6.1)
  cp -r "${kernel%/*}/." .
  mv config kept
  run --separate-stderr "$boot" ./linux -- "$name"
  assert_failure 99
  assert_line --partial "no PIDs in the records: needs CONFIG_BSD_PROCESS_ACCT_V3"
  mv kept .config
  run --separate-stderr "$boot" ./linux -- "$name"
  assert_failure 77
  assert_line --partial "SKIP needs a kernel with CONFIG_BSD_PROCESS_ACCT_V3"
}

@test "User-Mode Linux 5.10, which opens a program through /dev/fd" {
  need_kernel uml/5.10
  run --separate-stderr "$boot" uml/5.10 -- orphans
  assert_success
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:0 error:0$'
}

@test "a kernel whose ptrace_scope forbids ptrace: SKIP, and not FAIL" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" debian/6.1 --append sysctl.kernel.yama.ptrace_scope=3 -- \
    same_pid_names_two_processes init_dies_with_its_exitkill_tracer
  assert_success
  assert_line --regexp '^ok .* # SKIP a limit may be the cause of EPERM \(kernel\.yama\.ptrace_scope is 3\): .*; otherwise FAIL: '
  assert_line "# Totals: pass:1 fail:0 skip:1 error:0"
}

@test "a kernel whose BPF programs are not compiled: SKIP, and not FAIL" {
  need_kernel debian/6.12
  run --separate-stderr "$boot" debian/6.12 --append sysctl.net.core.bpf_jit_enable=0 -- \
    bpf_task_from_pid_takes_an_initial_pid
  assert_failure 77
  assert_line --partial "SKIP a limit may be the cause of ENOTSUPP (net.core.bpf_jit_enable is 0): set this sysctl to 1"
}

@test "an experiment on cgroup v1 passes in a machine as well" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" debian/6.1 --accel tcg \
    -- cgroup_v1_procs_leaves_out_members_outside cpuset_tasks_leaves_out_processes_outside
  assert_success
  refute_output --partial SKIP
}

# fake_qemu WITH_KVM: replaces QEMU with a script that runs WITH_KVM under KVM; under
# TCG the script behaves as a machine that has run everything.
fake_qemu() {
  [ -w /dev/kvm ] || skip "needs a writable /dev/kvm, even if it does not work"
  [ "$(uname -m)" = x86_64 ] || skip "the image is for x86-64"
  export SEEN=$BATS_TEST_TMPDIR/seen.json WITH_KVM=$1
  mkdir "$BATS_TEST_TMPDIR/bin"
  cat >"$BATS_TEST_TMPDIR/bin/qemu-system-x86_64" <<'END'
#!/usr/bin/env bash
for argument; do
  case $argument in
    kvm) eval "$WITH_KVM" ;;
    file:*) line=${argument#file:} ;;
  esac
done
echo "Linux version 6.1"
cat "$SEEN" >"$line"
echo "pidlab: the command in this machine exited with 0"
END
  chmod +x "$BATS_TEST_TMPDIR/bin/qemu-system-x86_64"
  "$PIDLAB_STATIC" run --record "$SEEN" orphans
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run --separate-stderr "$boot" debian/6.1
  assert_success
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:0 error:0$'
}

@test "a /dev/kvm that works is used" {
  need_kernel debian/6.1
  fake_qemu :
  output=$stderr assert_output "boot: debian/6.1 under kvm"
}

@test "QEMU fails with KVM: TCG is used" {
  need_kernel debian/6.1
  fake_qemu 'exit 1'
  output=$stderr assert_output "boot: debian/6.1 under tcg"
}

@test "the machine prints nothing with KVM: TCG is used" {
  need_kernel debian/6.1
  fake_qemu "exec sleep 1234.$BATS_ROOT_PID"
  output=$stderr assert_output "boot: debian/6.1 under tcg"
  refute pgrep -f "sleep 1234.$BATS_ROOT_PID"
}
