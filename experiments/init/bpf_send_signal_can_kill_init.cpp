// bpf_send_signal(SIGKILL) in init kills it; bpf_send_signal(SIGTERM) does not.
//
// This helper sends a signal to the process in which the BPF program runs. The
// signal is one of the kernel, although init has caused it. The kernel forces
// such a SIGKILL on init. It does not force a SIGTERM, which init ignores.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──fork()──▶ member                        PID 2 inside
//   member ──BPF_PROG_TEST_RUN                       SIGTERM: is killed
//   init   ──BPF_PROG_TEST_RUN                       SIGTERM: goes on
//   init   ──BPF_PROG_TEST_RUN                       SIGKILL: is killed
#include <linux/bpf.h>
#include <sched.h>
#include <sys/syscall.h>

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
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t member = must(fork());
    int status = 0;
    if (member == 0) {
      send_signal(SIGTERM);
      observe("member.went_on", "after SIGTERM");
      _exit(0);
    }
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));

    observe("init.bpf_send_signal", send_signal(SIGTERM));
    send_signal(SIGKILL);
    observe("init.went_on", "after SIGKILL");
    _exit(0);
  }
  int status = 0;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
