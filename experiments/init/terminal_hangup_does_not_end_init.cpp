// A terminal hangup does not kill an init that leads the terminal's session.
//
// When a terminal hangs up, the kernel sends SIGHUP to the leader of its
// session. If the leader dies, the foreground process group gets SIGHUP, too.
// Init discards SIGHUP and goes on, and so does the foreground group.
//
//   caller   ──posix_openpt(), close()   hangs up two terminals
//   caller   ──fork()──▶ ordinary        leads the session of the first
//   ordinary ──fork()──▶ job             in the foreground
//   caller   ──unshare(CLONE_NEWPID)
//   caller   ──fork()──▶ init            PID 1, leads the session of the second
//   init     ──fork()──▶ member          in the foreground
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(prctl(PR_SET_CHILD_SUBREAPER, 1));  // for job
  const auto hang_up = [](const std::string& leader, const std::string& child) {
    Fd user(must(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)));
    must(unlockpt(user));
    const std::string path = ptsname(user);

    Gate ready, hung_up;
    const pid_t lead = must(fork());
    if (lead == 0) {
      user.reset();
      must(signal(SIGHUP, SIG_DFL));  // it may have inherited SIG_IGN
      must(setsid());
      const Fd terminal(
          must(open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)));
      must(ioctl(terminal, TIOCSCTTY, 0));
      const pid_t foreground = must(fork());
      if (foreground == 0) {
        for (;;) pause();
      }
      must(setpgid(foreground, foreground));
      must(tcsetpgrp(terminal, foreground));
      ready.open();
      hung_up.wait();
      char byte;
      observe(leader + ".bytes_from_read", read(terminal, &byte, 1));
      observe(leader + ".write", outcome(write(terminal, "!", 1)));
      // If SIGHUP were pending, it would come first: it has a lower number.
      must(kill(foreground, SIGTERM));
      int status;
      must(waitpid(foreground, &status, 0));
      observe(child + ".ended", ending(status));
      _exit(0);
    }
    ready.wait();
    user.reset();  // the kernel sends SIGHUP before close returns
    hung_up.open();
    int status;
    must(waitpid(lead, &status, 0));
    observe(leader + ".ended", ending(status));
    if (waitpid(-1, &status, 0) != -1) {  // adopted after the end of lead
      observe(child + ".ended", ending(status));
    }
  };
  hang_up("ordinary", "job");
  must(unshare(CLONE_NEWPID));
  hang_up("init", "member");
}
