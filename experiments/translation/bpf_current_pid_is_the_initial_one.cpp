// bpf_get_current_pid_tgid() gives the PID in the initial PID namespace.
//
// A BPF program that compares it with what getpid() returns in a container does
// not find the process.
//
//   caller                               in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init              PID 1 inside
//   init   ──BPF_PROG_TEST_RUN           calls bpf_get_current_pid_tgid
#include <linux/bpf.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long bpf(bpf_cmd command, bpf_attr& attr) {
  return syscall(SYS_bpf, command, &attr, sizeof attr);
}

// Runs a program in this process. It returns the TGID, the higher 32 bits.
static int current_tgid() {
  const bpf_insn code[] = {
      {BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_current_pid_tgid},
      {BPF_ALU64 | BPF_RSH | BPF_K, 0, 0, 0, 32},
      {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  bpf_attr load = {}, test = {};
  load.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT;
  load.insns = reinterpret_cast<__u64>(code);
  load.insn_cnt = std::size(code);
  load.license = reinterpret_cast<__u64>("GPL");
  const Fd program(must(bpf(BPF_PROG_LOAD, load)));
  test.test.prog_fd = program;
  must(bpf(BPF_PROG_TEST_RUN, test));
  return test.test.retval;
}

int main() {
  only_on_a_throwaway_machine();
  observe("caller.pid", getpid());
  observe("caller.tgid_from_bpf", current_tgid());

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.tgid_from_bpf", current_tgid());
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
