// Ctrl-Z stops the other processes of the foreground job, but not an init.
//
// ^Z makes the kernel send SIGTSTP to the foreground process group of the
// terminal. SIGTSTP stops an ordinary member of the group, and the shell gets
// control again. For init, the kernel discards it. So the job does not stop.
//
//   caller ──fork()──▶ shell        leads the session of the terminal
//   shell  ──unshare(CLONE_NEWPID)
//   shell  ──fork()──▶ init         PID 1, leads the foreground group
//   init   ──fork()──▶ member       PID 2, in the same group
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd user(must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)));
  must(unlockpt(user));
  const std::string path = ptsname(user);

  Gate in_the_foreground, ready;
  const pid_t shell = must(fork());
  if (shell == 0) {
    must(setsid());
    const Fd terminal(must(open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)));
    must(ioctl(terminal, TIOCSCTTY, 0));
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      must(signal(SIGTSTP, SIG_DFL));  // it may have inherited SIG_IGN
      in_the_foreground.wait();
      const pid_t member = must(fork());
      if (member == 0) {
        pause();
        _exit(0);
      }
      ready.open();

      char line[80];
      const ssize_t length = must(read(terminal, line, sizeof line));
      observe("init.text_after_ctrl_z", std::string(line, length));
      int status;
      must(waitpid(member, &status, WUNTRACED));
      observe("member.ended", ending(status));
      _exit(0);
    }
    must(setpgid(init, init));
    must(tcsetpgrp(terminal, init));
    in_the_foreground.open();
    int status;
    must(waitpid(init, &status, WUNTRACED));
    observe("init.ended", ending(status));
    _exit(0);
  }
  ready.wait();

  // The terminal processes the keys in order. When init can read the line, the
  // terminal has already sent SIGTSTP.
  constexpr char keys[] = "\032hello\n";
  must(write(user, keys, strlen(keys)));
  must(waitpid(shell, nullptr, 0));
}
