// PERF_RECORD_NAMESPACES has the own PID namespace, not that for children.
//
// The kernel writes such a record at unshare(2), setns(2) and fork(2). After
// unshare(CLONE_NEWPID), the caller has a new namespace for its children. The
// record does not have it. The record of the first child has it.
//
//   caller ──perf_event_open(itself)
//   caller ──unshare(CLONE_NEWPID)     record 1: the caller's own namespace
//   caller ──fork()──▶ init            record 2: the namespace of init
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

struct Record {
  perf_event_header head;
  __u32 pid, tid;
  __u64 count;
  perf_ns_link_info link[NR_NAMESPACES];
};

int main() {
  perf_event_attr attr = {};
  attr.type = PERF_TYPE_SOFTWARE;
  attr.size = sizeof attr;
  attr.config = PERF_COUNT_SW_DUMMY;
  attr.exclude_kernel = attr.namespaces = 1;
  const int self = 0, any_cpu = -1, no_group = -1;
  const Fd event(
      must(syscall(SYS_perf_event_open, &attr, self, any_cpu, no_group, 0)));
  const size_t page = sysconf(_SC_PAGESIZE);
  const char* records = static_cast<char*>(
      must(mmap(nullptr, 2 * page, PROT_READ, MAP_SHARED, event, 0)));
  observe("caller.pid", getpid());
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) _exit(0);
  observe("init.pid_outside", init);
  observe("init.ns", ns_inode("/proc/" + std::to_string(init) + "/ns/pid"));
  must(waitpid(init, nullptr, 0));

  // The records begin after the first page.
  Record unshared, forked;
  std::memcpy(&unshared, records + page, sizeof unshared);
  std::memcpy(&forked, records + page + unshared.head.size, sizeof forked);
  observe("caller.event_after_unshare", unshared.head.type);
  observe("caller.pid_after_unshare", unshared.pid);
  observe("caller.ns_after_unshare", unshared.link[PID_NS_INDEX].ino);
  observe("caller.event_after_fork", forked.head.type);
  observe("caller.pid_after_fork", forked.pid);
  observe("caller.ns_after_fork", forked.link[PID_NS_INDEX].ino);
}
