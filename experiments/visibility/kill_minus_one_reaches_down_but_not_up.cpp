// kill(-1) reaches members and nested PID namespaces, but no process outside.
//
// kill(-1) signals every process that has a PID in the caller's PID namespace,
// except PID 1 and the caller. If no other process is there, it fails with
// ESRCH. The processes here block the signal, SIGURG. By default, a process
// ignores it: a wrong kernel that sends it to all does no harm.
//
//   caller ──fork()──▶ bystander    outside
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside: kill(-1, SIGURG)
//   init   ──fork()──▶ member       PID 2 inside: kill(-1, SIGURG), too
//   init   ──unshare(CLONE_NEWPID)
//   init   ──fork()──▶ nested       PID 3 inside, PID 1 one level below
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
  Gate over, nested_up, sent;
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
    // In the wrong namespace, kill(-1) would signal every process.
    if (getpid() != 1 || ns_inode("/proc/self/ns/pid") == outside) {
      broken("not in a PID namespace of its own");
    }
    const pid_t member = must(fork());
    if (member == 0) {
      sent.wait();
      observe_signal("member");
      observe("member.kill", outcome(kill(-1, SIGURG)));
      _exit(0);
    }
    must(unshare(CLONE_NEWPID));
    const pid_t nested = must(fork());
    if (nested == 0) {
      observe("nested.pid", getpid());
      nested_up.open();
      sent.wait();
      observe_signal("nested");
      _exit(0);
    }
    nested_up.wait();
    observe("init.kill", outcome(kill(-1, SIGURG)));
    sent.open(2);
    must(waitpid(member, nullptr, 0));
    must(waitpid(nested, nullptr, 0));
    observe("init.kill_alone", outcome(kill(-1, SIGURG)));
    observe_signal("init");
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  over.open();
  must(waitpid(bystander, nullptr, 0));
}
