// After setresuid(2) above RLIMIT_NPROC, execve(2) fails with EAGAIN.
//
// The limit counts the processes of the new user in all PID namespaces. The
// kernel lets setresuid succeed, and marks the caller. It refuses execve of a
// marked process while the count is too high: init cannot start its program.
//
//   caller ──fork()────────────────▶ first, second   lone_user
//   caller ──clone3(CLONE_NEWPID)──▶ init            PID 1, limit 1, lone_user
//   init   ──execve()    of a missing program: EAGAIN, with 3 processes
//   init   ──execve()    ENOENT: only init is left
#include <linux/sched.h>
#include <sched.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // No other process has this user ID, even if this program runs twice.
  uid_t lone_user;
  must(getrandom(&lone_user, sizeof lone_user, 0));
  lone_user = 1'000'000'000 + lone_user % 1'000'000'000;

  Gate changed, finished;
  pid_t outsiders[2];
  for (pid_t& outsider : outsiders) {
    outsider = must(fork());
    if (outsider == 0) {
      must(setresuid(lone_user, lone_user, lone_user));
      changed.open();
      finished.wait();
      _exit(0);
    }
  }
  Gate tried, reaped;
  clone_args args{};
  args.flags = CLONE_NEWPID;
  args.exit_signal = SIGCHLD;
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    changed.wait();
    changed.wait();
    const rlimit one{1, 1};
    must(setrlimit(RLIMIT_NPROC, &one));
    observe("init.setresuid",
            outcome(setresuid(lone_user, lone_user, lone_user)));
    // This program does not exist. The kernel checks the limit first.
    const char* missing = "/proc/self/?";
    observe("init.execl_before", outcome(execl(missing, missing, nullptr)));
    tried.open();
    reaped.wait();
    observe("init.execl_after", outcome(execl(missing, missing, nullptr)));
    _exit(0);
  }
  tried.wait();
  finished.open(2);
  for (const pid_t outsider : outsiders) must(waitpid(outsider, nullptr, 0));
  reaped.open();
  must(waitpid(init, nullptr, 0));
}
