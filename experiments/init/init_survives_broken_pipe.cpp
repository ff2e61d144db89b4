// An init that writes to a broken pipe gets EPIPE and is not killed by SIGPIPE.
//
// The kernel sends SIGPIPE with the writing process as the sender. The signal
// kills an ordinary process. For an init it is a signal from inside, and the
// kernel discards it. write(2) fails with EPIPE.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2; both write to the same broken pipe
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(signal(SIGPIPE, SIG_DFL));  // it may have inherited SIG_IGN
    int ends[2];
    must(pipe2(ends, O_CLOEXEC));
    must(close(ends[0]));  // now the pipe has no reader

    const pid_t member = must(fork());
    if (member == 0) {
      observe("member.write", outcome(write(ends[1], "!", 1)));
      _exit(0);
    }
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));

    observe("init.write", outcome(write(ends[1], "!", 1)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
