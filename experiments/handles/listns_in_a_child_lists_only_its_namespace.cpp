// In a child PID namespace, listns() lists only that PID namespace.
//
// listns(2) lists namespaces by ID, without /proc. A process in the initial PID
// namespace that has CAP_SYS_ADMIN there sees all namespaces. Any other process
// sees only the namespaces that it is in, whatever its capabilities are.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init ────listns(PID namespaces)
#include <linux/nsfs.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

#ifndef NS_GET_ID  // Linux 6.18
#define NS_GET_ID _IOR(NSIO, 13, __u64)
#endif

using namespace pidlab;

constexpr long sys_listns = 470;  // Linux 6.19

// As struct ns_id_req.
struct Request {
  __u32 size = sizeof(Request);
  __u32 spare = 0;
  __u64 after_id = 0;
  __u32 type = CLONE_NEWPID;
  __u32 spare2 = 0;
  __u64 owner_id = 0;  // any owner
};

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    __u64 id = 0;
    const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
    observe("init.ioctl_id", outcome(ioctl(own, NS_GET_ID, &id)));
    observe("init.ns_id", id);

    Request request;
    __u64 ids[16] = {};
    const long listed = syscall(sys_listns, &request, ids, 16, 0);
    observe("init.listns", outcome(listed));
    observe("init.count_of_listed", listed);
    observe("init.ns_id_of_first", ids[0]);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
