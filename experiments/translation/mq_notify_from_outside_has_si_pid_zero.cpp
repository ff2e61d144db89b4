// In an mq_notify() signal, si_pid is the sender's PID inside, or 0 if none.
//
// The kernel sends the signal during mq_send. si_pid is the PID of the process
// that calls mq_send, in the namespace of the process that has registered.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──mq_notify()
//   caller ──mq_send()──────────────────────▶ init    si_pid 0
//   init   ──fork()─────────────────────────▶ child   PID 2
//   child  ──mq_send()──────────────────────▶ init    si_pid 2
#include <mqueue.h>
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  sigset_t usr1;
  must(sigemptyset(&usr1));
  must(sigaddset(&usr1, SIGUSR1));
  must(sigprocmask(SIG_BLOCK, &usr1, nullptr));
  const timespec at_once = {};
  sigevent event = {};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGUSR1;

  must(unshare(CLONE_NEWIPC | CLONE_NEWPID));  // the queue ends with it
  mq_attr form{.mq_maxmsg = 1, .mq_msgsize = 1};
  const Fd queue(must(mq_open("/q", O_RDWR | O_CREAT, 0600, &form)));
  Gate registered, sent;

  const pid_t init = must(fork());
  if (init == 0) {
    siginfo_t info;
    char byte;
    must(mq_notify(queue, &event));
    registered.open();
    sent.wait();
    must(sigtimedwait(&usr1, &info, &at_once));
    observe("init.si_code", info.si_code);
    observe("init.si_pid_of_caller", info.si_pid);
    must(mq_receive(queue, &byte, 1, nullptr));

    must(mq_notify(queue, &event));  // for one more message
    const pid_t child = must(fork());
    if (child == 0) {
      must(mq_send(queue, "!", 1, 0));
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    must(sigtimedwait(&usr1, &info, &at_once));
    observe("init.si_pid_of_child", info.si_pid);
    _exit(0);
  }
  registered.wait();
  must(mq_send(queue, "!", 1, 0));
  sent.open();
  must(waitpid(init, nullptr, 0));
}
