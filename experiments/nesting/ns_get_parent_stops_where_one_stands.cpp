// NS_GET_PARENT leads up to the namespace where one stands, and no further.
//
// For whoever asks, one's own namespace is the top, whether there is one above
// it or not. The initial one, which has no parent, gives the same answer.
//
//   caller ──unshare, fork()──▶ outer    asks from one level down
//   outer  ──unshare, fork()──▶ inner    only keeps its namespace alive
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const std::string fds = "/proc/self/fd/";
  Gate inner_born, asked;
  const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  observe("caller.ns", ns_inode(fds + std::to_string(own)));

  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      asked.wait();
      _exit(0);
    }
    inner_born.open();
    const Fd top(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
    observe("outer.ns", ns_inode(fds + std::to_string(top)));
    observe("outer.parent_of_own", outcome(ioctl(top, NS_GET_PARENT)));
    observe("outer.parent_of_callers", outcome(ioctl(own, NS_GET_PARENT)));
    must(waitpid(inner, nullptr, 0));
    _exit(0);
  }

  inner_born.wait();
  const std::string link =
      "/proc/" + std::to_string(outer) + "/ns/pid_for_children";
  const Fd ns(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("inner.ns", ns_inode(fds + std::to_string(ns)));
  const Fd parent(must(ioctl(ns, NS_GET_PARENT)));
  observe("caller.parent_of_inner", ns_inode(fds + std::to_string(parent)));
  const Fd grandparent(must(ioctl(parent, NS_GET_PARENT)));
  observe("caller.parent_of_outer",
          ns_inode(fds + std::to_string(grandparent)));
  observe("caller.parent_of_own", outcome(ioctl(grandparent, NS_GET_PARENT)));

  asked.open();
  must(waitpid(outer, nullptr, 0));
}
