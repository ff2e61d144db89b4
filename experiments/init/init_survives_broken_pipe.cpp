// Writing to a broken pipe does not kill an init: it only gets EPIPE.
//
// The kernel sends SIGPIPE to the writer in the writer's own name. To an
// ordinary process that is the end; to an init it is one more signal from
// inside, and it is left with what write(2) returns.
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
    must(signal(SIGPIPE, SIG_DFL));  // whatever was inherited
    int ends[2];
    must(pipe2(ends, O_CLOEXEC));
    must(close(ends[0]));  // now nobody can ever read

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
