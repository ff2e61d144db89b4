// The seccomp actions KILL and TRAP end init by SIGSYS; kill(SIGSYS) does not.
//
// As for a fault, the kernel removes the unkillable mark of init before it
// sends SIGSYS. This is so for all three actions that end a process.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init_process, init_thread, init_trap
//                                    each is PID 1 of a new namespace
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const auto refuse_getppid = [](const std::string& who, __u32 action) {
    clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
    const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
    if (init == 0) {
      must(prctl(PR_SET_DUMPABLE, 0));  // leave no core file behind
      must(signal(SIGSYS, SIG_DFL));
      observe(who + ".kill_sys", outcome(kill(1, SIGSYS)));

      sock_filter code[] = {
          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
          BPF_STMT(BPF_RET | BPF_K, action),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      };
      const sock_fprog filter{.len = 4, .filter = code};
      must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
      must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter));
      getppid();
      observe(who + ".went_on", "after getppid");
      _exit(0);
    }
    int status;
    must(waitpid(init, &status, 0));
    observe(who + ".ended", ending(status));
  };
  refuse_getppid("init_process", SECCOMP_RET_KILL_PROCESS);
  refuse_getppid("init_thread", SECCOMP_RET_KILL_THREAD);
  refuse_getppid("init_trap", SECCOMP_RET_TRAP);
}
