// A terminal translates its SID and PGID for the reader, to 0 if outside.
//
// The terminal refers to the struct pids of its session and its foreground
// process group. The session was created outside, so it has no PID inside. A
// process group that is created inside has a PID inside and outside.
//
//   caller ──fork()──▶ leader                        setsid(), TIOCSCTTY
//   leader ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──TIOCGSID, TIOCGPGRP                     0, 0
//   init   ──setpgid(), TIOCSPGRP 1, TIOCGPGRP       1
//   leader ──TIOCGPGRP                               init's outer PID
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const pid_t leader = must(fork());
  if (leader == 0) {
    // A background process may set the foreground group if it blocks SIGTTOU.
    sigset_t ttou;
    must(sigemptyset(&ttou));
    must(sigaddset(&ttou, SIGTTOU));
    must(sigprocmask(SIG_BLOCK, &ttou, nullptr));

    must(setsid());
    const int control = O_RDWR | O_NOCTTY | O_CLOEXEC, unlocked = 0;
    const Fd master(must(open("/dev/ptmx", control)));
    must(ioctl(master, TIOCSPTLCK, &unlocked));
    const Fd terminal(must(ioctl(master, TIOCGPTPEER, control)));
    must(ioctl(terminal, TIOCSCTTY, 0));
    observe("leader.pid", getpid());
    pid_t number;
    must(ioctl(terminal, TIOCGSID, &number));
    observe("leader.sid_of_terminal", number);
    must(ioctl(terminal, TIOCGPGRP, &number));
    observe("leader.pgid_of_terminal_before", number);

    const pid_t outer = getpid();
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      must(ioctl(terminal, TIOCGSID, &number));
      observe("init.sid_of_terminal", number);
      must(ioctl(terminal, TIOCGPGRP, &number));
      observe("init.pgid_of_terminal_before", number);
      observe("init.ioctl_tiocspgrp_outer",
              outcome(ioctl(terminal, TIOCSPGRP, &outer)));
      must(setpgid(0, 0));
      number = 1;
      observe("init.ioctl_tiocspgrp",
              outcome(ioctl(terminal, TIOCSPGRP, &number)));
      must(ioctl(terminal, TIOCGPGRP, &number));
      observe("init.pgid_of_terminal_after", number);
      _exit(0);
    }
    observe("init.pid_outside", init);
    must(waitpid(init, nullptr, 0));
    must(ioctl(terminal, TIOCGPGRP, &number));
    observe("leader.pgid_of_terminal_after", number);
    _exit(0);
  }
  must(waitpid(leader, nullptr, 0));
}
