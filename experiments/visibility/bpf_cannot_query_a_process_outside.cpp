// bpf(BPF_TASK_FD_QUERY) cannot name a process outside: ENOENT.
//
// The command tells what a file descriptor of another process has to do with
// BPF. It looks the PID up in the PID namespace of its caller. The caller
// queries itself. Then init queries the same descriptor of the same process.
//
//   caller ──bpf(BPF_RAW_TRACEPOINT_OPEN)
//   caller ──bpf(BPF_TASK_FD_QUERY)     ok
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──bpf(BPF_TASK_FD_QUERY)     ENOENT; for init itself: ok
#include <linux/bpf.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long bpf(bpf_cmd command, bpf_attr attr) {
  return syscall(SYS_bpf, command, &attr, sizeof attr);
}

int main() {
  const bpf_insn code[] = {{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0},
                           {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  bpf_attr load = {}, attach = {}, query = {};
  load.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT;
  load.insns = reinterpret_cast<__u64>(code);
  load.insn_cnt = std::size(code);
  load.license = reinterpret_cast<__u64>("GPL");
  const Fd program(must(bpf(BPF_PROG_LOAD, load)));
  attach.raw_tracepoint.name = reinterpret_cast<__u64>("task_rename");
  attach.raw_tracepoint.prog_fd = program;
  const Fd link(must(bpf(BPF_RAW_TRACEPOINT_OPEN, attach)));

  query.task_fd_query.pid = getpid();
  query.task_fd_query.fd = link;
  observe("caller.bpf_task_fd_query", outcome(bpf(BPF_TASK_FD_QUERY, query)));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.bpf_task_fd_query", outcome(bpf(BPF_TASK_FD_QUERY, query)));
    query.task_fd_query.pid = getpid();
    observe("init.bpf_task_fd_query_of_itself",
            outcome(bpf(BPF_TASK_FD_QUERY, query)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
