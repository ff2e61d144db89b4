// Without a handler, init ignores SIGTERM, SIGINT and SIGHUP from an ancestor.
//
// As init_ignores_signals_from_inside, but the sender is outside. An ancestor
// can force only SIGKILL and SIGSTOP. The kernel discards every other signal
// whose default action init would take. This is why `docker stop` often waits
// for PID 1 in vain.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 of the new namespace
//   caller ──fork()──▶ member PID 2, an ordinary process: SIGTERM kills it
//   caller ──kill()──▶ init   five signals that kill an ordinary process
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate sent, sent_to_member;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    sent.wait();
    observe("init.pid_after", getpid());
    _exit(0);
  }
  const pid_t member = must(fork());
  if (member == 0) {
    sent_to_member.wait();
    _exit(0);
  }

  observe("caller.kill_term", outcome(kill(init, SIGTERM)));
  observe("caller.kill_int", outcome(kill(init, SIGINT)));
  observe("caller.kill_hup", outcome(kill(init, SIGHUP)));
  observe("caller.kill_quit", outcome(kill(init, SIGQUIT)));
  observe("caller.kill_rtmin", outcome(kill(init, SIGRTMIN)));

  must(kill(member, SIGTERM));
  sent_to_member.open();
  int status;
  must(waitpid(member, &status, 0));
  observe("member.ended", ending(status));

  sent.open();  // a delivered signal stops or kills init before it reads this
  must(waitpid(init, &status, WUNTRACED));
  observe("init.ended", ending(status));
}
