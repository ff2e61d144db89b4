// kill() with the -1 of a failed fork() hits the caller's own PID namespace.
//
// After unshare(CLONE_NEWPID), fork() fails once the first child has ended. Its
// -1 means all processes to kill(): those of the caller's own PID namespace,
// not those of the namespace for its children. The processes block SIGURG.
//
//   caller ──fork()──▶ bystander    outside
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init       PID 1 inside
//   init   ──fork()──▶ sibling                           PID 2 inside
//   init   ──fork()──▶ member                            PID 3 inside
//   member ──unshare(CLONE_NEWPID), fork()──▶ first      ends at once
//   member ──fork() fails, kill(-1, SIGURG)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static sigset_t urg;

// Takes the pending SIGURG of this process: EAGAIN if it did not receive one.
static void observe_signal(const std::string& actor) {
  const timespec now = {};
  observe(actor + ".sigtimedwait", outcome(sigtimedwait(&urg, nullptr, &now)));
}

int main() {
  must(sigemptyset(&urg));
  must(sigaddset(&urg, SIGURG));
  must(sigprocmask(SIG_BLOCK, &urg, nullptr));
  Gate over, sent;
  const pid_t bystander = must(fork());
  if (bystander == 0) {
    over.wait();
    observe_signal("bystander");
    _exit(0);
  }
  const ino_t outside = ns_inode("/proc/self/ns/pid");
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t sibling = must(fork());
    if (sibling == 0) {
      sent.wait();
      observe_signal("sibling");
      _exit(0);
    }
    const pid_t member = must(fork());
    if (member == 0) {
      // In the wrong namespace, kill(-1) would signal every process.
      if (getpid() != 3 || ns_inode("/proc/self/ns/pid") == outside) {
        broken("not in a PID namespace of its own");
      }
      must(unshare(CLONE_NEWPID));
      const pid_t first = must(fork());
      if (first == 0) _exit(0);
      must(waitpid(first, nullptr, 0));
      const pid_t next = fork();
      if (next == 0) _exit(0);
      observe("member.fork", outcome(next));
      if (next == -1) observe("member.kill", outcome(kill(next, SIGURG)));
      _exit(0);
    }
    must(waitpid(member, nullptr, 0));
    observe_signal("init");
    sent.open();
    must(waitpid(sibling, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  over.open();
  must(waitpid(bystander, nullptr, 0));
}
