// The SIGALRM of its own timer does not kill an init.
//
// A timer's signal is sent by the kernel itself, with all privilege; but that
// too can force only SIGKILL and SIGSTOP upon an init. Who guards a PID 1 with
// alarm(2) and no handler guards nothing.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2; both do the same from here on
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
    must(poll(&event, 1, -1));  // now SIGALRM is pending: let it loose
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
