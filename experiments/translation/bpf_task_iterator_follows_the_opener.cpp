// A BPF iterator of tasks shows the PID namespace of the process that opens it.
//
// The program of an iterator runs once for each task. This one writes a byte.
// It is for bpf_iter_task, a number in the kernel's list of its types (BTF).
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──BPF_ITER_CREATE, read()──▶ 1 byte
//   caller ──BPF_ITER_CREATE, read()──▶ 2 bytes at least
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

int main() {
  const bpf_insn code[] = {
      {BPF_LDX | BPF_MEM | BPF_DW, 2, 1, 8, 0},  // the task, or 0 at the end
      {BPF_JMP | BPF_JEQ | BPF_K, 2, 0, 7, 0},
      {BPF_LDX | BPF_MEM | BPF_DW, 1, 1, 0, 0},
      {BPF_LDX | BPF_MEM | BPF_DW, 1, 1, 0, 0},  // ctx->meta->seq
      {BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0},
      {BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -1},
      {BPF_ST | BPF_MEM | BPF_B, 2, 0, 0, '!'},
      {BPF_ALU64 | BPF_MOV | BPF_K, 3, 0, 0, 1},
      {BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_seq_write},
      {BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0},
      {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  const bpf_attr load = {.prog_type = BPF_PROG_TYPE_TRACING,
                         .insn_cnt = std::size(code),
                         .insns = reinterpret_cast<__u64>(code),
                         .license = reinterpret_cast<__u64>("GPL"),
                         .expected_attach_type = BPF_TRACE_ITER,
                         .attach_btf_id = btf_number("bpf_iter_task")};
  const __u32 link =
      bpf(BPF_LINK_CREATE, {.link_create = {.prog_fd = bpf(BPF_PROG_LOAD, load),
                                            .attach_type = BPF_TRACE_ITER}});

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  const Fd iterator(bpf(BPF_ITER_CREATE, {.iter_create = {.link_fd = link}}));
  char bytes[64];
  const ssize_t count = must(read(iterator, bytes, sizeof bytes));
  if (init == 0) {
    observe("init.count_of_tasks", count);
    _exit(0);
  }
  observe("caller.count_of_tasks", count);
  must(waitpid(init, nullptr, 0));
}
