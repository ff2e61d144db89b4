// When a process created after setns() ends, PID 1 inside adopts its child.
//
// As in joined_process_is_adopted_outside, but one generation later: the parent
// that ends is inside. Its own parent is outside and is a subreaper, but the
// search for a subreaper stops at the first process outside.
//
//   caller ──prctl(PR_SET_CHILD_SUBREAPER)
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 inside
//   caller ──setns(the new one)
//   caller ──fork()──▶ joined                 PID 2 inside, ends first
//   joined ──fork()──▶ orphan                 PID 3 inside
#include <linux/sched.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate parent_seen, orphaned;
  must(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));

  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    orphaned.wait();
    int status = 0;
    observe("init.reaped", waitpid(-1, &status, 0));
    observe("orphan.ended", ending(status));
    _exit(0);
  }

  const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));
  must(setns(ns, CLONE_NEWPID));
  const pid_t joined = must(fork());
  if (joined == 0) {
    const pid_t orphan = must(fork());
    if (orphan == 0) {
      observe("orphan.pid", getpid());
      observe("orphan.ppid_before", getppid());
      parent_seen.open();
      orphaned.wait();
      observe("orphan.ppid_after", getppid());
      _exit(7);
    }
    parent_seen.wait();
    _exit(0);
  }
  must(waitpid(joined, nullptr, 0));
  orphaned.open(2);  // one for the orphan, one for init

  while (must(waitpid(-1, nullptr, 0)) != init) {  // init is the only child
  }
}
