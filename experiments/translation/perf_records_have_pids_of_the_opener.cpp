// perf_event_open(2) records have PIDs of the opener's PID namespace.
//
// A record of a new process has its PID and its parent's. They are translated
// for the opener. Two events for one init, opened inside and outside, have
// different PIDs for the same child.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   caller ──perf_event_open(init)
//   init   ──perf_event_open(itself)
//   init   ──fork()─────────────────────────▶ child   PID 2
//   init   ──PERF_RECORD_FORK                         2; for caller, another
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

static long open_event(pid_t pid) {
  perf_event_attr attr = {};
  attr.type = PERF_TYPE_SOFTWARE;
  attr.size = sizeof attr;
  attr.config = PERF_COUNT_SW_DUMMY;
  attr.exclude_kernel = attr.task = 1;  // a record for each fork
  const int any_cpu = -1, no_group = -1;
  return syscall(SYS_perf_event_open, &attr, pid, any_cpu, no_group, 0);
}

// Maps the buffer of an event. The records begin after the first page.
static char* map_records(long event) {
  const size_t size = 2 * sysconf(_SC_PAGESIZE);
  return static_cast<char*>(
      must(mmap(nullptr, size, PROT_READ, MAP_SHARED, event, 0)));
}

static void observe_fork(const std::string& actor, const char* buffer) {
  struct {
    perf_event_header head;
    __u32 pid, ppid, tid, ptid;
  } record;
  std::memcpy(&record, buffer + sysconf(_SC_PAGESIZE), sizeof record);
  observe(actor + ".event", record.head.type);
  observe(actor + ".pid_of_child", record.pid);
  observe(actor + ".ppid_of_child", record.ppid);
}

int main() {
  Gate opened;
  const pid_t caller = getpid();
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    opened.wait();
    observe("init.perf_event_open_callers", outcome(open_event(caller)));
    const char* records = map_records(must(open_event(0)));
    const pid_t child = must(fork());
    if (child == 0) {
      const auto self = std::filesystem::read_symlink("/proc/self").string();
      observe("child.pid_outside", std::stoi(self));
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    observe_fork("init", records);
    _exit(0);
  }
  observe("init.pid_outside", init);
  const char* records = map_records(must(open_event(init)));
  opened.open();
  must(waitpid(init, nullptr, 0));
  observe_fork("caller", records);
}
