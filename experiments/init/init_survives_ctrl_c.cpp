// Ctrl-C on its terminal does not kill an init that has no handler for SIGINT.
//
// ^C makes the kernel send SIGINT to the foreground process group of the
// terminal. SIGINT kills an ordinary member of the group. For init, the kernel
// discards it. This is why ^C often has no effect on `docker run -it`.
//
//   caller ──posix_openpt()         keeps the master side: the user's keyboard
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1, leads the session of the terminal
//   init   ──fork()──▶ member       PID 2, in the same process group
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd user(must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)));
  must(unlockpt(user));
  const std::string path = ptsname(user);

  Gate ready, typed;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(signal(SIGINT, SIG_DFL));  // it may have inherited SIG_IGN
    must(setsid());
    const Fd terminal(must(open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)));
    must(ioctl(terminal, TIOCSCTTY, 0));

    const pid_t member = must(fork());
    if (member == 0) {
      typed.wait();
      _exit(0);
    }
    ready.open();

    char line[80];
    const ssize_t length = must(read(terminal, line, sizeof line));
    observe("init.text_after_ctrl_c", std::string(line, length));

    typed.open();  // a member that SIGINT did not kill exits now
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));
    _exit(0);
  }
  ready.wait();

  // The terminal processes the keys in order. When init can read the line, the
  // terminal has already sent SIGINT.
  constexpr char keys[] = "\003hello\n";
  must(write(user, keys, strlen(keys)));

  int status;
  must(waitpid(init, &status, WUNTRACED));
  observe("init.ended", ending(status));
}
