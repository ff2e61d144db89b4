// listns() lists a PID namespace in which no process has been created yet.
//
// After unshare(CLONE_NEWPID), the namespace is the one for the children of the
// caller, and so it is in use. In the initial PID namespace, root sees all
// namespaces in use.
//
//   caller                          in the initial PID namespace
//   caller ──fork()────────▶ maker  unshare(CLONE_NEWPID), without a child
//   caller ──listns()               while maker lives, and after its end
#include <linux/nsfs.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include <algorithm>

#include "experiments/experiment.h"

using namespace pidlab;

static __u64 id_of(const std::string& link) {
  __u64 id = 0;
  const Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  must(ioctl(file, _IOR(NSIO, 13, __u64), &id));  // NS_GET_ID
  return id;
}

// The ID, if listns (470) lists it, or 0. The request is a struct ns_id_req.
static __u64 listed(__u64 id) {
  const __u64 request[4] = {32, 0, CLONE_NEWPID, 0};
  __u64 ids[256] = {};
  must(syscall(470, request, ids, 256, 0));
  return std::ranges::count(ids, id) ? id : 0;
}

int main() {
  only_on_a_throwaway_machine();
  Gate made, seen;
  const pid_t maker = must(fork());
  if (maker == 0) {
    must(unshare(CLONE_NEWPID));
    made.open();
    seen.wait();
    _exit(0);
  }
  made.wait();
  const __u64 own = id_of("/proc/self/ns/pid");
  observe("caller.ns_id", own);
  observe("caller.ns_id_of_caller_from_listns", listed(own));

  const __u64 makers =
      id_of("/proc/" + std::to_string(maker) + "/ns/pid_for_children");
  observe("maker.ns_id_for_children", makers);
  observe("caller.ns_id_from_listns_before", listed(makers));
  seen.open();
  must(waitpid(maker, nullptr, 0));
  observe("caller.ns_id_from_listns_after", listed(makers));
}
