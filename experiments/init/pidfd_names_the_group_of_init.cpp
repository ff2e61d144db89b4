// With a pidfd of init, PIDFD_SIGNAL_PROCESS_GROUP signals exactly its group.
//
// kill(-1) does not mean process group 1, but all processes. A pidfd of init
// with PIDFD_SIGNAL_PROCESS_GROUP needs no number. SIGTERM reaches the group
// of init and nobody else. Init itself ignores it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init        PID 1, leads process group 1
//   init   ──fork()──▶ mate        PID 2, in process group 1
//   init   ──fork()──▶ stranger    PID 3, leads process group 3
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  constexpr unsigned process_group =
      4;  // PIDFD_SIGNAL_PROCESS_GROUP, Linux 6.9
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(setsid());
    must(signal(SIGTERM, SIG_DFL));
    Gate sent;
    const pid_t mate = must(fork());
    const pid_t stranger = mate == 0 ? 0 : must(fork());
    if (mate == 0 || stranger == 0) {
      sent.wait();
      _exit(0);
    }
    must(setpgid(stranger, 0));

    const Fd self(must(syscall(SYS_pidfd_open, 1, 0)));
    observe("init.pidfd_send_signal",
            outcome(syscall(SYS_pidfd_send_signal, int(self), SIGTERM, nullptr,
                            process_group)));
    sent.open(2);  // a member that SIGTERM did not kill exits now
    int status;
    must(waitpid(mate, &status, 0));
    observe("mate.ended", ending(status));
    must(waitpid(stranger, &status, 0));
    observe("stranger.ended", ending(status));
    _exit(0);
  }
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
