// A child created after setns() is adopted outside when its parent ends.
//
// An orphan goes to a reaper in the dead parent's PID namespace, not in its
// own. The parent called setns() and is outside. So PID 1 inside does not adopt
// its child.
//
//   caller ──prctl(PR_SET_CHILD_SUBREAPER)
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 inside
//   caller ──fork()──▶ parent                 setns(the new one), ends first
//   parent ──fork()──▶ joined                 PID 2 inside
#include <linux/sched.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate orphaned, finished;
  must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));

  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    observe("init.waitpid", outcome(waitpid(-1, nullptr, 0)));
    _exit(0);
  }
  must(setpgid(init, init));

  const pid_t parent = must(fork());
  if (parent == 0) {
    const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
    const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));
    must(setns(ns, CLONE_NEWPID));
    const pid_t joined = must(fork());
    if (joined == 0) {
      orphaned.wait();
      observe("joined.pid", getpid());
      observe("joined.ppid", getppid());
      _exit(7);
    }
    observe("joined.pid_outside", joined);
    _exit(0);
  }
  must(waitpid(parent, nullptr, 0));
  orphaned.open();

  // 0: any child in the caller's process group. Init is not in it.
  int status = 0;
  observe("caller.reaped", waitpid(0, &status, 0));
  observe("joined.ended", ending(status));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
