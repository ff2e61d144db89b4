// A PID namespace belongs to the user namespace that its maker lived in.
//
// The owner is settled when the PID namespace is made: capabilities over it are
// capabilities in that user namespace. Where its init goes later is no matter.
//
//   caller ──clone3(NEWUSER | NEWPID)──▶ jailed   made its namespace inside
//   caller ──clone3(NEWPID)────────────▶ mover    made outside, then moves in:
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
