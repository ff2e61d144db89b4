// bpf_send_signal() in the init of the initial PID namespace fails with EPERM.
//
// This helper sends a signal to the process in which the BPF program runs. It
// spares this init, without which the machine cannot go on. The init of another
// PID namespace would be killed.
//
//   caller                          PID 1 of the initial namespace
//   caller ──fork()──▶ child
//   child  ──BPF_PROG_TEST_RUN      SIGKILL: is killed
//   caller ──BPF_PROG_TEST_RUN      SIGKILL: fails with EPERM
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/bpf.h>
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long bpf(bpf_cmd command, bpf_attr& attr) {
  return syscall(SYS_bpf, command, &attr, sizeof attr);
}

// Runs a BPF program in this process. It returns what the helper returns: 0, or
// an error as a negative number.
static std::string send_signal(int signal) {
  const bpf_insn code[] = {
      {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_1, 0, 0, signal},
      {BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_send_signal},
      {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  bpf_attr load = {}, test = {};
  load.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT;
  load.insns = reinterpret_cast<__u64>(code);
  load.insn_cnt = std::size(code);
  load.license = reinterpret_cast<__u64>("GPL");
  const Fd program(must(bpf(BPF_PROG_LOAD, load)));
  test.test.prog_fd = program;
  must(bpf(BPF_PROG_TEST_RUN, test));
  errno = -static_cast<int>(test.test.retval);
  return outcome(errno == 0 ? 0 : -1);
}

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  const pid_t child = must(fork());
  if (child == 0) {
    send_signal(SIGKILL);
    _exit(0);
  }
  int status = 0;
  must(waitpid(child, &status, 0));
  observe("child.ended", ending(status));
  observe("caller.bpf_send_signal", send_signal(SIGKILL));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
