// A terminal hangup does not kill an init that leads the terminal's session.
//
// When a terminal hangs up, the kernel sends SIGHUP to the leader of its
// session, which usually dies. Init discards SIGHUP. The terminal is gone, and
// a program that does not check for errors runs on without it.
//
//   caller ──posix_openpt(), close()   hangs up two terminals
//   caller ──fork()──▶ ordinary        leads the session of the first
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init            PID 1, leads the session of the second
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const auto hang_up = [](const std::string& leader) {
    Fd user(must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)));
    must(unlockpt(user));
    const std::string path = ptsname(user);

    Gate ready, hung_up;
    const pid_t child = must(fork());
    if (child == 0) {
      user.reset();
      must(signal(SIGHUP, SIG_DFL));  // it may have inherited SIG_IGN
      must(setsid());
      const Fd terminal(
          must(open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)));
      must(ioctl(terminal, TIOCSCTTY, 0));
      ready.open();
      hung_up.wait();
      observe(leader + ".write", outcome(write(terminal, "!", 1)));
      _exit(0);
    }
    ready.wait();
    user.reset();  // the kernel sends SIGHUP before close returns
    hung_up.open();
    int status;
    must(waitpid(child, &status, 0));
    observe(leader + ".ended", ending(status));
  };
  hang_up("ordinary");
  must(unshare(CLONE_NEWPID));
  hang_up("init");
}
