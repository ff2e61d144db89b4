// A parent is in its child's PID namespace or in an ancestor of it.
//
// setns accepts every descendant namespace, not only the next one. A parent can
// be any number of levels above its child, and the child has a PID at each of
// these levels. A parent is never in a descendant namespace: no call creates a
// child in an ancestor namespace.
//
//   caller ──fork()────────────▶ near      in the caller's namespace
//   caller ──unshare, fork()───▶ outer     one level down
//   outer  ──unshare, fork()───▶ inner     two levels down, outer's child
//   caller ──setns, fork()─────▶ deep      two levels down, the caller's child
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate inner_born, finished;
  observe("caller.pid", getpid());

  const pid_t near = must(fork());
  if (near == 0) {
    observe("near.ppid", getppid());
    _exit(0);
  }
  must(waitpid(near, nullptr, 0));

  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    observe("outer.ppid", getppid());
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      finished.wait();
      _exit(0);
    }
    inner_born.open();
    must(waitpid(inner, nullptr, 0));
    _exit(0);
  }

  inner_born.wait();
  const std::string links = "/proc/" + std::to_string(outer) + "/ns/";
  const std::string target = links + "pid_for_children";
  observe("outer.ns", ns_inode(links + "pid"));
  observe("inner.ns", ns_inode(target));
  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(ns, CLONE_NEWPID)));

  const pid_t deep = must(fork());
  if (deep == 0) {
    observe("deep.pid", getpid());
    observe("deep.ppid", getppid());
    observe("deep.ns", ns_inode("/proc/self/ns/pid"));
    _exit(0);
  }
  observe("deep.pid_outside", deep);
  observe("caller.reaped", waitpid(deep, nullptr, 0));
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  finished.open();
  must(waitpid(outer, nullptr, 0));
}
