// Ctrl-C at its terminal does not end an init that has no handler.
//
// The terminal sends SIGINT to its whole foreground process group, in the
// kernel's name. An ordinary member of the group dies; the default action is
// denied to init: this is why ^C does nothing to so many a `docker run -it`.
//
//   caller ──posix_openpt()         holds the far end of the terminal: the user
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1, owns the terminal
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
    must(signal(SIGINT, SIG_DFL));  // whatever was inherited
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

    typed.open();  // a member that ^C did not reach reads this and exits
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));
    _exit(0);
  }
  ready.wait();

  // The terminal takes the keys in order: once the line is there to be read,
  // ^C has had its effect.
  constexpr char keys[] = "\003hello\n";
  must(write(user, keys, strlen(keys)));

  int status;
  must(waitpid(init, &status, WUNTRACED));
  observe("init.ended", ending(status));
}
