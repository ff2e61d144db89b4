// setns(CLONE_NEWPID) affects only the children of the thread that calls it.
//
// Each thread has a separate reference to the PID namespace for its children.
// The thread that calls setns() stays in its PID namespace, and its children
// are in the target. A child of any other thread is in the PID namespace of the
// process.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 of the target
//   caller ──std::thread───────────▶ joiner   a thread
//   joiner ──setns(the target)
//   joiner ──fork()────────────────▶ far      PID 2 of the target
//   caller ──fork()────────────────▶ near     in the caller's namespace
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pid", getpid());
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("init.ns", ns_inode(target));

  std::thread joiner([&] {
    observe("joiner.setns", outcome(setns(ns, CLONE_NEWPID)));
    observe("joiner.pid", getpid());
    observe("joiner.ns", ns_inode("/proc/thread-self/ns/pid"));
    observe("joiner.ns_for_children",
            ns_inode("/proc/thread-self/ns/pid_for_children"));
    const pid_t far = must(fork());
    if (far == 0) {
      observe("far.pid", getpid());
      observe("far.ppid", getppid());
      _exit(0);
    }
    must(waitpid(far, nullptr, 0));
  });
  joiner.join();

  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  observe("caller.ns_for_children", ns_inode("/proc/self/ns/pid_for_children"));
  const pid_t near = must(fork());
  if (near == 0) {
    observe("near.pid", getpid());
    observe("near.ppid", getppid());
    _exit(0);
  }
  observe("near.pid_outside", near);
  must(waitpid(near, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
