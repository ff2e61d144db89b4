// SIGALRM from setitimer(2) does not kill an init that has no handler for it.
//
// The sender of this signal is the kernel. But if init has no handler, the
// kernel discards SIGALRM, as it discards a member's SIGTERM. So alarm(2),
// which uses the same timer, does not limit how long such an init runs.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2; both set a timer and unblock SIGALRM
#include <poll.h>
#include <sched.h>
#include <sys/signalfd.h>
#include <sys/time.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t member = must(fork());
    const std::string who = member == 0 ? "member" : "init";

    sigset_t alarm;
    must(sigemptyset(&alarm));
    must(sigaddset(&alarm, SIGALRM));
    must(sigprocmask(SIG_BLOCK, &alarm, nullptr));
    const Fd alarms(must(signalfd(-1, &alarm, SFD_CLOEXEC)));

    const itimerval soon{.it_value = {.tv_usec = 1}};
    must(setitimer(ITIMER_REAL, &soon, nullptr));
    pollfd event{.fd = alarms, .events = POLLIN};
    must(poll(&event, 1, -1));  // now SIGALRM is pending
    must(sigprocmask(SIG_UNBLOCK, &alarm, nullptr));
    observe(who + ".pid_after", getpid());

    if (member == 0) _exit(0);
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
