// RLIMIT_NPROC counts a user's processes in all PID namespaces together.
//
// A container that has one process of a user can be at the limit, as the
// processes of this user outside count, too.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init       PID 1, lone_user, limit 2
//   caller ──fork()────────────────▶ outsider   lone_user
//   init   ──fork()                             EAGAIN while outsider exists
//   init   ──fork()────────────────▶ child      allowed once it has been reaped
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

  Gate changed, counted, tried, reaped;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    const rlimit two{2, 2};
    must(setrlimit(RLIMIT_NPROC, &two));
    must(setresuid(lone_user, lone_user, lone_user));
    counted.wait();
    const pid_t before = fork();
    if (before == 0) _exit(0);
    observe("init.fork_before", outcome(before));
    if (before != -1) must(waitpid(before, nullptr, 0));
    tried.open();

    reaped.wait();
    const pid_t child = fork();
    if (child == 0) _exit(0);
    observe("init.fork_after", outcome(child));
    if (child != -1) must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  Gate finished;
  const pid_t outsider = must(fork());
  if (outsider == 0) {
    must(setresuid(lone_user, lone_user, lone_user));
    changed.open();
    finished.wait();
    _exit(0);
  }
  changed.wait();
  counted.open();
  tried.wait();
  finished.open();
  must(waitpid(outsider, nullptr, 0));
  reaped.open();
  must(waitpid(init, nullptr, 0));
}
