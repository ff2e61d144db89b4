// The creation of a PID namespace fixes which user namespace owns it.
//
// A capability over a PID namespace is a capability in the user namespace that
// owns it. With CLONE_NEWUSER in the same call, this is the new user namespace.
// If init calls unshare(CLONE_NEWUSER) later, the owner stays the same.
//
//   caller ──clone3(NEWUSER | NEWPID)──▶ jailed   owner: its user namespace
//   caller ──clone3(NEWPID)────────────▶ mover    owner: the caller's
//   mover ───unshare(CLONE_NEWUSER)
//   caller ──ioctl(NS_GET_USERNS) on the PID namespace of each
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.ns_user", ns_inode("/proc/self/ns/user"));

  Gate finished;
  clone_args both{.flags = CLONE_NEWUSER | CLONE_NEWPID,
                  .exit_signal = SIGCHLD};
  const pid_t jailed = must(syscall(SYS_clone3, &both, sizeof both));
  if (jailed == 0) {
    finished.wait();
    _exit(0);
  }
  Gate moved;
  clone_args pid_only{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t mover = must(syscall(SYS_clone3, &pid_only, sizeof pid_only));
  if (mover == 0) {
    must(unshare(CLONE_NEWUSER));
    moved.open();
    finished.wait();
    _exit(0);
  }
  moved.wait();

  for (const std::string who : {"jailed", "mover"}) {
    const pid_t init = who == "jailed" ? jailed : mover;
    const std::string links = "/proc/" + std::to_string(init) + "/ns/";
    observe(who + ".ns_user", ns_inode(links + "user"));
    const Fd file(must(open((links + "pid").c_str(), O_RDONLY | O_CLOEXEC)));
    const Fd owner(ioctl(file, NS_GET_USERNS));
    observe("caller.ioctl_owner_of_" + who, outcome(owner));
    if (owner == -1) continue;
    observe("caller.ns_owner_of_" + who,
            ns_inode("/proc/self/fd/" + std::to_string(owner)));
  }

  finished.open(2);
  must(waitpid(jailed, nullptr, 0));
  must(waitpid(mover, nullptr, 0));
}
