// A BPF uprobe_multi link cannot name a process outside by its PID: ESRCH.
//
// The link runs a BPF program where a process executes an instruction of a
// file. It can be limited to one process, whose PID the kernel looks up in the
// PID namespace of the caller. (Nobody executes this file.)
//
//   caller ──bpf(BPF_LINK_CREATE)       for itself: ok
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──bpf(BPF_LINK_CREATE)       ESRCH; for init itself: ok
#include <linux/bpf.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Linux 6.6: the members of bpf_attr for BPF_LINK_CREATE, and an attach type.
struct UprobeMulti {
  __u32 prog_fd, target_fd, attach_type, flags;
  __u64 path, offsets, ref_ctr_offsets, cookies;
  __u32 count, multi_flags, pid, reserved;
};
constexpr auto trace_uprobe_multi = static_cast<bpf_attach_type>(48);

int main() {
  const bpf_insn code[] = {{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0},
                           {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  bpf_attr load = {};
  load.prog_type = BPF_PROG_TYPE_KPROBE;
  load.expected_attach_type = trace_uprobe_multi;
  load.insns = reinterpret_cast<__u64>(code);
  load.insn_cnt = std::size(code);
  load.license = reinterpret_cast<__u64>("GPL");
  const Fd program(must(syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load)));
  const Fd file(must(memfd_create("file", MFD_CLOEXEC)));
  must(ftruncate(file, 4096));
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  const __u64 offset = 0;
  UprobeMulti link = {};
  link.prog_fd = program;
  link.attach_type = trace_uprobe_multi;
  link.path = reinterpret_cast<__u64>(path.c_str());
  link.offsets = reinterpret_cast<__u64>(&offset);
  link.count = 1;
  const auto create_for = [&](pid_t pid) {
    link.pid = pid;
    const Fd fd(syscall(SYS_bpf, BPF_LINK_CREATE, &link, sizeof link));
    return outcome(fd);
  };

  const pid_t caller = getpid();
  observe("caller.bpf_link_create", create_for(caller));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.bpf_link_create", create_for(caller));
    observe("init.bpf_link_create_for_itself", create_for(getpid()));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
