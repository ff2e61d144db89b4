// An init's end ends all PID namespaces nested in its own, as deep as they go.
//
// A process further down has a number in the dying namespace too, and whatever
// has one is killed. The init can be waited for only when all are gone: then
// nobody holds the pipe open any more, and reading it gives its end.
//
//   caller    ──unshare, fork()──▶ outermost    PID 1 one level down
//   outermost ──unshare, fork()──▶ second       PID 1 two levels down
//   second    ──unshare, fork()──▶ ...
//   fourth    ──unshare, fork()──▶ innermost    PID 1 five levels down
//   caller    ──kill(SIGKILL)────▶ outermost
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  int ends[2];
  must(pipe2(ends, O_CLOEXEC | O_NONBLOCK));
  const Fd read_end(ends[0]);
  Fd write_end(ends[1]);  // held open by all, written to by none
  Gate all_born, never;

  must(unshare(CLONE_NEWPID));
  const pid_t outermost = must(fork());
  if (outermost == 0) {
    for (int level = 1; level < 5; ++level) {
      must(unshare(CLONE_NEWPID));
      if (must(fork()) == 0) continue;
      never.wait();
      _exit(0);
    }
    observe("innermost.pid", getpid());
    all_born.open();
    never.wait();
    _exit(0);
  }
  write_end.reset();
  all_born.wait();
  char byte;
  observe("caller.read_before", outcome(read(read_end, &byte, 1)));

  must(kill(outermost, SIGKILL));
  int status = 0;
  must(waitpid(outermost, &status, 0));
  observe("outermost.ended", ending(status));
  observe("caller.bytes_after", read(read_end, &byte, 1));
}
