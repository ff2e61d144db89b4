// bpf_task_from_pid() takes an initial PID, bpf_task_from_vpid() an inner one.
//
// A BPF program asks the kernel for a task, and returns 1 if there is one. The
// second function (Linux 6.13) looks in the PID namespace of its process.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──BPF_PROG_TEST_RUN     for its initial PID: 1 and 0; for 1: 1
#include <linux/bpf.h>
#include <linux/btf.h>
#include <sched.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static int btf_number(const std::string& btf, const std::string& name) {
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
  return 0;
}

static int run(std::initializer_list<bpf_insn> code) {
  bpf_attr load = {}, test = {};
  load.prog_type = BPF_PROG_TYPE_SYSCALL;
  load.prog_flags = BPF_F_SLEEPABLE;
  load.insns = reinterpret_cast<__u64>(code.begin());
  load.insn_cnt = code.size();
  load.license = reinterpret_cast<__u64>("GPL");
  const Fd program(must(syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load)));
  test.test.prog_fd = program;
  must(syscall(SYS_bpf, BPF_PROG_TEST_RUN, &test, sizeof test));
  return test.test.retval;
}

static void observe_count(const std::string& btf, std::string name, int pid) {
  const int function = btf_number(btf, name);
  const int release = btf_number(btf, "bpf_task_release");
  if (function == 0) return;  // the kernel does not have it
  observe("init.count_from_" + name + (pid == 1 ? "_of_1" : ""),
          run({{BPF_ALU64 | BPF_MOV | BPF_K, 1, 0, 0, pid},
               {BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, 0, function},
               {BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3, 0},
               {BPF_ALU64 | BPF_MOV | BPF_X, 1, 0, 0, 0},
               {BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, 0, release},
               {BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 1},
               {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}}));
}

int main() {
  std::string btf(1 << 24, '\0');  // the kernel's list of types
  std::ifstream("/sys/kernel/btf/vmlinux").read(btf.data(), btf.size());
  must(unshare(CLONE_NEWPID));
  if (must(fork()) == 0) {
    const int initial =
        run({{BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_current_pid_tgid},
             {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}});
    observe_count(btf, "bpf_task_from_pid", initial);
    observe_count(btf, "bpf_task_from_vpid", initial);
    observe_count(btf, "bpf_task_from_vpid", 1);
    _exit(0);
  }
  must(waitpid(-1, nullptr, 0));
}
