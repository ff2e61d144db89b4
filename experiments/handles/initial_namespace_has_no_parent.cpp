// The initial PID namespace has no parent: NS_GET_PARENT fails with EPERM.
//
// For root in the initial PID namespace, listns() lists all PID namespaces in
// use. On a machine that has just started, it lists this one only.
//
//   caller ──listns(), ioctl(NS_GET_PARENT)    PID 1 of the initial namespace
//   caller ──unshare(CLONE_NEWPID)             creates a second namespace
//   caller ──listns(), ioctl(NS_GET_PARENT)
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/nsfs.h>
#include <linux/reboot.h>
#include <linux/types.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

// How many PID namespaces listns (470) lists; the IDs are stored in ids. The
// request is a struct ns_id_req.
static long list(__u64 (&ids)[256]) {
  const __u64 request[4] = {32, 0, CLONE_NEWPID, 0};
  return must(syscall(470, request, ids, 256, 0));
}

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  const Fd own(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  __u64 id, ids[256];
  must(ioctl(own, _IOR(NSIO, 13, __u64), &id));  // NS_GET_ID
  observe("caller.ns_id", id);
  observe("caller.count_before", list(ids));
  observe("caller.ns_id_from_listns", ids[0]);
  observe("caller.ioctl_parent_of_own", outcome(ioctl(own, NS_GET_PARENT)));

  must(unshare(CLONE_NEWPID));
  observe("caller.count_after", list(ids));
  const Fd second(
      must(open("/proc/self/ns/pid_for_children", O_RDONLY | O_CLOEXEC)));
  const Fd parent(must(ioctl(second, NS_GET_PARENT)));
  observe("caller.ns_of_parent",
          ns_inode("/proc/self/fd/" + std::to_string(parent)));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
