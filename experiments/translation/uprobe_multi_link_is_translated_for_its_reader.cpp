// A uprobe_multi link tells its reader the PID of its process, 0 if outside.
//
// The link runs a BPF program in one process. bpf() and fdinfo show its PID in
// the reader's PID namespace. (fdinfo: in any mount of proc, since Linux 6.17.)
//
//   caller ──BPF_LINK_CREATE            for itself; reads its PID
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──reads the caller's link    0
//   init   ──BPF_LINK_CREATE            for itself; reads 1
#include <linux/bpf.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// Linux 6.6: the members of bpf_attr for BPF_LINK_CREATE, and an attach type.
struct UprobeMulti {
  __u32 prog_fd, target_fd, attach_type, flags;
  __u64 path, offsets, ref_ctr_offsets, cookies;
  __u32 count, multi_flags, pid, reserved;
};
constexpr auto trace_uprobe_multi = static_cast<bpf_attach_type>(48);

static void observe_link(const std::string& reader, int link) {
  __u32 info[16] = {};  // struct bpf_link_info; Linux 6.8: pid is the last
  const bpf_attr get = {.info = {.bpf_fd = static_cast<__u32>(link),
                                 .info_len = sizeof info,
                                 .info = reinterpret_cast<__u64>(info)}};
  must(syscall(SYS_bpf, BPF_OBJ_GET_INFO_BY_FD, &get, sizeof get));
  observe(reader + "_in_info", info[15]);

  std::ifstream file("/proc/self/fdinfo/" + std::to_string(link));
  for (std::string word; word != "pid:" && file >> word;) {
  }
  if (pid_t pid; file >> pid) observe(reader + "_in_fdinfo", pid);
}

int main() {
  const bpf_insn code[] = {{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0},
                           {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  const bpf_attr load = {.prog_type = BPF_PROG_TYPE_KPROBE,
                         .insn_cnt = std::size(code),
                         .insns = reinterpret_cast<__u64>(code),
                         .license = reinterpret_cast<__u64>("GPL"),
                         .expected_attach_type = trace_uprobe_multi};
  const Fd file(must(memfd_create("file", MFD_CLOEXEC)));
  must(ftruncate(file, 4096));
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  const __u64 offset = 0;
  UprobeMulti link = {};
  link.prog_fd = must(syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load));
  link.attach_type = trace_uprobe_multi;
  link.path = reinterpret_cast<__u64>(path.c_str());
  link.offsets = reinterpret_cast<__u64>(&offset);
  link.count = 1;
  const auto create_for_itself = [&] {
    link.pid = getpid();
    return must(syscall(SYS_bpf, BPF_LINK_CREATE, &link, sizeof link));
  };
  const Fd outer(create_for_itself());
  observe("caller.pid", getpid());
  observe_link("caller.pid_of_caller", outer);
  must(unshare(CLONE_NEWPID));
  if (must(fork()) == 0) {
    observe_link("init.pid_of_caller", outer);
    observe_link("init.pid_of_init", create_for_itself());
    _exit(0);
  }
  must(waitpid(-1, nullptr, 0));
}
