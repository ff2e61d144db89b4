// With an owner in its request, listns() lists only namespaces of this owner.
//
// The owner is the ID of a user namespace. In a child PID namespace, the caller
// still sees only namespaces that it is in. A request with an error is refused.
//
//   caller ──clone3(NEWUSER | NEWPID)──▶ init    PID 1
//   init ────listns(PID namespaces)              without an owner, and with one
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static __u64 id_of(const char* link) {
  __u64 id = 0;
  const Fd file(must(open(link, O_RDONLY | O_CLOEXEC)));
  must(ioctl(file, _IOR(NSIO, 13, __u64), &id));  // NS_GET_ID
  return id;
}

// listns is 470. The request is a struct ns_id_req.
static long listns(__u64 after, __u64 owner, __u64* ids, unsigned flags) {
  const __u64 request[4] = {32, after, CLONE_NEWPID, owner};
  return syscall(470, request, ids, 16, flags);
}

int main() {
  const __u64 outer_owner = id_of("/proc/self/ns/user");
  clone_args args{.flags = CLONE_NEWUSER | CLONE_NEWPID,
                  .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    const __u64 own = id_of("/proc/self/ns/pid");
    const __u64 owner = id_of("/proc/self/ns/user");
    observe("init.ns_id", own);

    __u64 ids[16] = {};
    observe("init.count_of_listed", listns(0, 0, ids, 0));
    observe("init.count_of_listed_by_owner", listns(0, owner, ids, 0));
    observe("init.ns_id_of_first_by_owner", ids[0]);
    observe("init.count_of_listed_by_outer_owner",
            listns(0, outer_owner, ids, 0));

    observe("init.listns_after_the_last",
            outcome(listns(~0ull - 1, 0, ids, 0)));
    observe("init.listns_owner_is_a_pid_namespace",
            outcome(listns(0, own, ids, 0)));
    observe("init.listns_with_flags", outcome(listns(0, 0, ids, 1)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
