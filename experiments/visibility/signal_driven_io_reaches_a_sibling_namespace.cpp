// Signal-driven I/O (F_SETOWN) reaches a process in a sibling PID namespace.
//
// F_SETOWN looks up the PID once, in its caller's PID namespace, and the file
// keeps a reference to the process. The process that writes to the pipe causes
// the signal, and does not need a PID of the receiver.
//
//   caller ──clone3(CLONE_NEWPID)──▶ reader    PID 1 in one namespace
//   caller ──clone3(CLONE_NEWPID)──▶ writer    PID 1 in another
#include <linux/sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  int ends[2];
  must(pipe2(ends, O_CLOEXEC));
  const Fd read_end(ends[0]), write_end(ends[1]);
  Gate armed, written;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};

  const pid_t reader = must(syscall(SYS_clone3, &args, sizeof args));
  if (reader == 0) {
    sigset_t usr1;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    must(sigprocmask(SIG_BLOCK, &usr1, nullptr));
    must(fcntl(read_end, F_SETOWN, getpid()));
    // After F_SETSIG, the signal has the descriptor in si_fd.
    must(fcntl(read_end, F_SETSIG, SIGUSR1));
    must(fcntl(read_end, F_SETFL, O_ASYNC));
    observe("reader.pid", getpid());
    observe("reader.fd", int(read_end));
    armed.open();

    written.wait();
    siginfo_t signal{};
    const timespec at_once{};
    observe("reader.sigtimedwait",
            outcome(sigtimedwait(&usr1, &signal, &at_once)));
    observe("reader.si_fd", signal.si_fd);
    observe("reader.si_code", signal.si_code);
    observe("reader.si_band", signal.si_band);
    _exit(0);
  }

  const pid_t writer = must(syscall(SYS_clone3, &args, sizeof args));
  if (writer == 0) {
    armed.wait();
    observe("writer.pid", getpid());
    observe("writer.kill", outcome(kill(reader, 0)));
    observe("writer.write", outcome(write(write_end, "!", 1)));
    written.open();
    _exit(0);
  }
  must(waitpid(writer, nullptr, 0));
  must(waitpid(reader, nullptr, 0));
}
