// A BPF iterator turns a pidfd into a PID of the link's creator, 0 if outside.
//
// With a pidfd, an iterator of tasks is only for one process. Its link keeps a
// PID. (The program returns 1: read() fails with EAGAIN if there is a task.)
//
//   caller ──BPF_LINK_CREATE    for itself: its PID; read() finds it
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──reads the caller's link: the same PID; read() does not find it
//   init   ──BPF_LINK_CREATE    for the caller: 0; read() does not find it
#include <linux/bpf.h>
#include <linux/btf.h>
#include <sched.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static __u32 bpf(bpf_cmd command, bpf_attr attr) {
  return must(syscall(SYS_bpf, command, &attr, sizeof attr));
}

static __u32 btf_number(const std::string& name) {
  std::string btf(1 << 24, '\0');
  std::ifstream("/sys/kernel/btf/vmlinux").read(btf.data(), btf.size());
  const auto* header = reinterpret_cast<const btf_header*>(btf.data());
  const char* types = btf.data() + header->hdr_len + header->type_off;
  const char* names = btf.data() + header->hdr_len + header->str_off;
  const auto* at = reinterpret_cast<const __u32*>(types);
  // How many words follow a type of each kind, and how many for each member.
  const char more[] = "01030000000000100100", each[] = "00003320000002030003";
  for (int number = 1; reinterpret_cast<const char*>(at) < names; ++number) {
    const int kind = BTF_INFO_KIND(at[1]), members = BTF_INFO_VLEN(at[1]);
    if (kind == BTF_KIND_FUNC && name == names + at[0]) return number;
    at += 3 + more[kind] - '0' + (each[kind] - '0') * members;
  }
  broken("the kernel has no types of " + name);
}

static void observe_link(const char* name, const char* opened, __u32 link) {
  bpf_link_info info = {};
  bpf(BPF_OBJ_GET_INFO_BY_FD, {.info = {link, sizeof info, __u64(&info)}});
  observe(name, info.iter.task.pid);
  const Fd iterator(bpf(BPF_ITER_CREATE, {.iter_create = {.link_fd = link}}));
  observe(opened, outcome(read(iterator, &info, 1)));
}

int main() {
  const bpf_insn code[] = {{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 1},
                           {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  const bpf_attr load = {.prog_type = BPF_PROG_TYPE_TRACING,
                         .insn_cnt = std::size(code),
                         .insns = reinterpret_cast<__u64>(code),
                         .license = reinterpret_cast<__u64>("GPL"),
                         .expected_attach_type = BPF_TRACE_ITER,
                         .attach_btf_id = btf_number("bpf_iter_task")};
  bpf_iter_link_info one = {};
  one.task.pid_fd = must(syscall(SYS_pidfd_open, getpid(), 0));
  const bpf_attr link = {.link_create = {.prog_fd = bpf(BPF_PROG_LOAD, load),
                                         .attach_type = BPF_TRACE_ITER,
                                         .iter_info = __u64(&one),
                                         .iter_info_len = sizeof one}};
  const __u32 outer = bpf(BPF_LINK_CREATE, link);
  observe("caller.pid", getpid());
  observe_link("caller.pid_in_link", "caller.read", outer);
  must(unshare(CLONE_NEWPID));
  if (must(fork()) == 0) {
    observe_link("init.pid_in_outer_link", "init.read_outer", outer);
    observe_link("init.pid_in_link", "init.read", bpf(BPF_LINK_CREATE, link));
    _exit(0);
  }
  must(waitpid(-1, nullptr, 0));
}
