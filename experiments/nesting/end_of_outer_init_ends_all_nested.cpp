// When an init ends, the kernel kills all processes in nested PID namespaces.
//
// The kernel kills every process that has a PID in the namespace of the init. A
// process in a nested namespace has a PID there, too. The init can be reaped
// only after all others are gone. Then no process has the write end of the pipe
// open, and read returns end-of-file.
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
  Fd write_end(ends[1]);  // all processes inherit it, and none writes
  Gate all_born, never;

  must(unshare(CLONE_NEWPID));
  const pid_t outermost = must(fork());
  if (outermost == 0) {
    // Alarms end all of them on a kernel that lets them go on.
    must(signal(SIGALRM, [](int) { _exit(0); }));
    for (int level = 1; level < 5; ++level) {
      must(unshare(CLONE_NEWPID));
      if (must(fork()) == 0) continue;
      alarm(5);
      never.wait();
      _exit(0);
    }
    observe("innermost.pid", getpid());
    must(signal(SIGALRM, [](int) {
      observe("innermost.went_on", "without the outer init");
      _exit(0);
    }));
    alarm(5);
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
