// listns shows a process in a child PID namespace no PID namespace but its own.
//
// listns(2) lists namespaces by id, without any /proc. All of them are shown to
// one who is privileged in the initial PID namespace; everybody else sees those
// that he is in, however privileged he is.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 of the new one
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
  __u64 owner_id = 0;  // whoever owns it
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
