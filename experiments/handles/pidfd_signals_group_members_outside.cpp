// PIDFD_SIGNAL_PROCESS_GROUP reaches members of the group that are outside.
//
// A pidfd of a process outside is refused. But the leader of a process group
// may be inside, and other members of the group outside. With a pidfd of the
// leader, a process inside signals the whole group, as with kill(0).
//
//   caller ──clone3(CLONE_NEWPID)──▶ init       PID 1, leads a process group
//   caller ──fork()────────────────▶ outsider   joins the group of init
//   init   ──pidfd_send_signal(init, group)     the signal ends outsider
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

constexpr unsigned process_group = 1 << 2;  // PIDFD_SIGNAL_PROCESS_GROUP, 6.9

int main() {
  Gate joined;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    joined.wait();
    const Fd own(must(syscall(SYS_pidfd_open, getpid(), 0)));
    observe(
        "init.pidfd_send_signal_process",
        outcome(syscall(SYS_pidfd_send_signal, int(own), SIGTERM, nullptr, 0)));
    observe("init.pidfd_send_signal_group",
            outcome(syscall(SYS_pidfd_send_signal, int(own), SIGHUP, nullptr,
                            process_group)));
    _exit(0);
  }
  must(setpgid(init, init));
  const pid_t outsider = must(fork());
  if (outsider == 0) {
    must(setpgid(0, init));
    joined.open();
    for (;;) pause();
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  // Ends outsider on a kernel that has not signaled it. A pending SIGHUP is
  // delivered first.
  must(kill(outsider, SIGALRM));
  must(waitpid(outsider, &status, 0));
  observe("outsider.ended", ending(status));
}
