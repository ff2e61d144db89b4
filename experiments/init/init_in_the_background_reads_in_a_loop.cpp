// An init in the background that reads its terminal uses the CPU in a loop.
//
// The kernel answers such a read with SIGTTIN and starts it again afterwards.
// SIGTTIN stops another process. Init discards it, so the read starts again at
// once, without end. A write with TOSTOP does the same, with SIGTTOU. The timer
// below counts only the CPU time of init.
//
//   caller ──fork()──▶ shell      leads the session, in the foreground
//   shell  ──fork()──▶ ordinary   in the background
//   shell  ──unshare(CLONE_NEWPID)
//   shell  ──fork()──▶ init       PID 1 inside, in the background
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd user(must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)));
  must(unlockpt(user));
  const std::string path = ptsname(user);
  must(write(user, "hello\n", 6));  // there is something to read

  const pid_t shell = must(fork());
  if (shell == 0) {
    must(setsid());
    const Fd terminal(must(open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)));
    must(ioctl(terminal, TIOCSCTTY, 0));
    must(signal(SIGTTIN, SIG_DFL));  // it may have inherited SIG_IGN
    must(signal(SIGTTOU, SIG_DFL));
    termios mode;
    must(tcgetattr(terminal, &mode));
    mode.c_lflag |= TOSTOP;
    must(tcsetattr(terminal, TCSANOW, &mode));

    char line[80];
    const pid_t ordinary = must(fork());
    if (ordinary == 0) {
      must(setpgid(0, 0));
      observe("ordinary.read", outcome(read(terminal, line, sizeof line)));
      _exit(0);
    }
    int status;
    must(waitpid(ordinary, &status, WUNTRACED));
    observe("ordinary.stopped", ending(status));

    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      must(setpgid(0, 0));
      struct sigaction action = {};  // without SA_RESTART: EINTR
      action.sa_handler = [](int) {};
      must(sigaction(SIGPROF, &action, nullptr));
      // If a signal comes before the call, a later one interrupts it.
      const itimerval cpu_time{.it_interval = {.tv_usec = 10000},
                               .it_value = {.tv_usec = 10000}};
      must(setitimer(ITIMER_PROF, &cpu_time, nullptr));
      observe("init.read", outcome(read(terminal, line, sizeof line)));
      observe("init.write", outcome(write(terminal, "hello\n", 6)));
      _exit(0);
    }
    must(waitpid(init, &status, WUNTRACED));
    observe("init.ended", ending(status));
    must(kill(ordinary, SIGKILL));
    _exit(0);
  }
  must(waitpid(shell, nullptr, 0));
}
