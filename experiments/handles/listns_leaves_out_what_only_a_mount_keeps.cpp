// listns() leaves out a dead PID namespace that only a mount of proc keeps.
//
// An open file of the namespace counts as use, and the namespace is listed. A
// mount of proc keeps the namespace in memory, but does not count as use.
//
//   caller                                 in the initial PID namespace
//   caller ──clone3(CLONE_NEWPID)──▶ init  PID 1, mounts proc
//   caller ──open(init's ns/pid)           init ends
//   caller ──listns()                      before and after close
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <algorithm>

#include "experiments/experiment.h"

using namespace pidlab;

// The ID, if listns (470) lists it, or 0. The request is a struct ns_id_req.
static __u64 listed(__u64 id) {
  const __u64 request[4] = {32, 0, CLONE_NEWPID, 0};
  __u64 ids[256] = {};
  must(syscall(470, request, ids, 256, 0));
  return std::ranges::count(ids, id) ? id : 0;
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));

  Gate mounted, finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
    mounted.open();
    finished.wait();
    _exit(0);
  }
  mounted.wait();
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  __u64 id = 0;
  must(ioctl(file, _IOR(NSIO, 13, __u64), &id));  // NS_GET_ID
  observe("init.ns_id", id);
  observe("caller.ns_id_from_listns_before", listed(id));

  finished.open();
  must(waitpid(init, nullptr, 0));
  observe("caller.ns_id_from_listns_after_end", listed(id));
  file.reset();
  observe("caller.ns_id_from_listns_after_close", listed(id));
  observe("caller.access_mount", outcome(access("/tmp/proc/meminfo", R_OK)));
}
