// Init ignores an ancestor's SIGKILL if its si_code is SI_TIMER or SI_SIGIO.
//
// As ancestor_sigkill_and_sigstop_are_forced, but with rt_sigqueueinfo(2). The
// kernel forces a signal if its siginfo has an si_pid and the sender is
// outside. The siginfo of a timer or of SIGIO does not have one.
//
//   caller ──clone3(CLONE_NEWPID)──▶ timer   PID 1 inside
//   caller ──clone3(CLONE_NEWPID)──▶ sigio   PID 1 inside
//   caller ──clone3(CLONE_NEWPID)──▶ queue   PID 1 inside
//   caller ──rt_sigqueueinfo(SIGKILL)──▶ timer, sigio, queue
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Creates an init, sends it SIGKILL with this si_code, and lets it exit.
static void kill_init(const std::string& init_name, int code) {
  Gate ready, sent;
  clone_args args{};
  args.flags = CLONE_NEWPID;
  args.exit_signal = SIGCHLD;
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    observe(init_name + ".pid", getpid());
    ready.open();
    sent.wait();
    _exit(7);
  }
  ready.wait();
  siginfo_t info = {};
  info.si_code = code;
  observe("caller.rt_sigqueueinfo_" + init_name,
          outcome(syscall(SYS_rt_sigqueueinfo, init, SIGKILL, &info)));
  sent.open();  // init reads this and exits, unless it was killed
  int status;
  must(waitpid(init, &status, 0));
  observe(init_name + ".ended", ending(status));
}

int main() {
  kill_init("timer", SI_TIMER);
  kill_init("sigio", SI_SIGIO);
  kill_init("queue", SI_QUEUE);
}
