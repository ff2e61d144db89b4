// set_tid cannot give the first process of a PID namespace a PID other than 1.
//
// Without an init, no process adopts the orphans. So while a PID namespace has
// no init, the kernel refuses every PID but 1. The failed call does not change
// the namespace.
//
//   caller ──clone3(CLONE_NEWPID, {2})              refused
//   caller ──unshare(CLONE_NEWPID)
//   caller ──clone3({5})                            refused
//   caller ──fork()──────────────────────▶ init     PID 1
//   caller ──clone3({5})─────────────────▶ child    PID 5
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <cstdint>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  pid_t number = 2;
  clone_args args{.flags = CLONE_NEWPID,
                  .exit_signal = SIGCHLD,
                  .set_tid = reinterpret_cast<std::uintptr_t>(&number),
                  .set_tid_size = 1};
  const pid_t none = syscall(SYS_clone3, &args, sizeof args);
  if (none == 0) _exit(0);
  observe("caller.clone3_newpid", outcome(none));

  must(unshare(CLONE_NEWPID));
  args.flags = 0;
  number = 5;
  const pid_t nobody = syscall(SYS_clone3, &args, sizeof args);
  if (nobody == 0) _exit(0);
  observe("caller.clone3_before_init", outcome(nobody));

  Gate finished;
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    finished.wait();
    _exit(0);
  }
  const pid_t child = syscall(SYS_clone3, &args, sizeof args);
  if (child == 0) {
    observe("child.pid", getpid());
    _exit(0);
  }
  observe("caller.clone3_after_init", outcome(child));
  if (child != -1) must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
