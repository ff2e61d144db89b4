// bpf_get_ns_current_pid_tgid() works only for the task's own PID namespace.
//
// A BPF program names a PID namespace by the device and the inode of its file.
// The helper gives the PID of a process if this is its own PID namespace, and
// EINVAL otherwise, although an outer namespace has a PID for it, too.
//
//   caller ──stat(/proc/self/ns/pid)                   the outer namespace
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   caller ──BPF_PROG_TEST_RUN     for the outer namespace: caller's PID
//   init   ──BPF_PROG_TEST_RUN     for the outer one EINVAL, for its own 1
#include <linux/bpf.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long bpf(bpf_cmd command, bpf_attr& attr) {
  return syscall(SYS_bpf, command, &attr, sizeof attr);
}

// Runs bpf_get_ns_current_pid_tgid in this process. Returns the TGID, or a
// negative error number.
static int tgid_in(const struct stat& ns) {
  const int device = ns.st_dev, inode = ns.st_ino;
  const bpf_insn code[] = {
      {BPF_ALU64 | BPF_MOV | BPF_K, 1, 0, 0, device},
      {BPF_ALU | BPF_MOV | BPF_K, 2, 0, 0, inode},
      {BPF_ALU64 | BPF_MOV | BPF_X, 3, 10, 0, 0},
      {BPF_ALU64 | BPF_ADD | BPF_K, 3, 0, 0, -8},
      {BPF_ALU64 | BPF_MOV | BPF_K, 4, 0, 0, 8},
      {BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_ns_current_pid_tgid},
      {BPF_JMP | BPF_JNE | BPF_K, 0, 0, 1, 0},
      {BPF_LDX | BPF_MEM | BPF_W, 0, 10, -4, 0},  // bpf_pidns_info.tgid
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
  struct stat outer, inner;
  must(stat("/proc/self/ns/pid", &outer));
  observe("caller.pid", getpid());
  observe("caller.tgid_in_outer", tgid_in(outer));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(stat("/proc/self/ns/pid", &inner));
    observe("init.tgid_in_outer", tgid_in(outer));
    observe("init.tgid_in_inner", tgid_in(inner));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
