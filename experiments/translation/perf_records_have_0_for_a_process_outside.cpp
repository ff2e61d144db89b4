// Records of perf_event_open(2) have PID 0 for a process outside.
//
// An event can count for all processes on a CPU. Its records have the PID that
// each process has in the PID namespace of the process that opened it. A
// process outside does not have a PID there. A new name causes a record.
//
//   caller ──sched_setaffinity()         one CPU, also for its child
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──perf_event_open(all processes of this CPU)
//   caller ──prctl(PR_SET_NAME)          record 1
//   init   ──prctl(PR_SET_NAME)          record 2
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

struct Record {
  perf_event_header head;
  __u32 pid, tid;
  char name[16];
};

int main() {
  const int cpu = must(sched_getcpu());
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  must(sched_setaffinity(0, sizeof one, &one));

  Gate opened, renamed;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    perf_event_attr attr = {};
    attr.type = PERF_TYPE_SOFTWARE;
    attr.size = sizeof attr;
    attr.config = PERF_COUNT_SW_DUMMY;
    attr.exclude_kernel = attr.comm = 1;
    const int all = -1, no_group = -1;
    const Fd event(
        must(syscall(SYS_perf_event_open, &attr, all, cpu, no_group, 0)));
    const size_t page = sysconf(_SC_PAGESIZE), size = 8 * page;
    const char* records = static_cast<char*>(
        must(mmap(nullptr, page + size, PROT_READ, MAP_SHARED, event, 0)));
    opened.open();
    renamed.wait();
    const std::string ns = std::to_string(ns_inode("/proc/self/ns/pid"));
    must(prctl(PR_SET_NAME, (ns + ".in").c_str()));

    // The first page has where the records end. Others may be among them.
    const auto* first = reinterpret_cast<const perf_event_mmap_page*>(records);
    for (size_t at = 0; at < first->data_head && at < size;) {
      Record record = {};
      std::memcpy(&record, records + page + at, sizeof record);
      at += record.head.size;
      const std::string name = record.name;
      if (name != ns + ".in" && name != ns + ".out") continue;
      const std::string of = name == ns + ".in" ? "init" : "caller";
      observe("init.pid_of_" + of, record.pid);
      observe("init.tid_of_" + of, record.tid);
    }
    _exit(0);
  }
  opened.wait();
  const ino_t ns = ns_inode("/proc/" + std::to_string(init) + "/ns/pid");
  must(prctl(PR_SET_NAME, (std::to_string(ns) + ".out").c_str()));
  renamed.open();
  must(waitpid(init, nullptr, 0));
}
