// NS_GET_ID returns one unique ID for all files of a PID namespace.
//
// When a namespace is gone, a new one can get its inode number. The ID that
// NS_GET_ID returns is not used again while the machine runs.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──ioctl(three files, NS_GET_ID)
#include <linux/nsfs.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

#ifndef NS_GET_ID  // Linux 6.18
#define NS_GET_ID _IOR(NSIO, 13, __u64)
#endif

using namespace pidlab;

int main() {
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  __u64 id = 0;
  const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  observe("caller.ioctl_id_of_own", outcome(ioctl(own, NS_GET_ID, &id)));
  observe("caller.ns_id_of_own", id);

  id = 0;
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd target(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.ioctl_id_of_init", outcome(ioctl(target, NS_GET_ID, &id)));
  observe("caller.ns_id_of_init", id);

  id = 0;
  const Fd for_children(
      must(open("/proc/self/ns/pid_for_children", O_RDONLY | O_CLOEXEC)));
  observe("caller.ioctl_id_for_children",
          outcome(ioctl(for_children, NS_GET_ID, &id)));
  observe("caller.ns_id_for_children", id);

  finished.open();
  must(waitpid(init, nullptr, 0));
}
