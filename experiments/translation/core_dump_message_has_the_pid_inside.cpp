// A message of the kernel about a core dump has the PID of the process inside.
//
// Most messages of the kernel have the initial PID. This one is about a process
// with the RLIMIT_CORE 1 and a pipe in core_pattern: it does not dump core. The
// kernel log is one for the machine, and does not say which PID 1 it was.
//
//   caller                            in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init           PID 1 inside, faults
//   caller ──klogctl()                the message has the PID 1
#include <sched.h>
#include <sys/klog.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Writes a value to a file of the kernel, and returns the old one.
static std::string exchange(const char* path, const std::string& value) {
  const Fd file(must(open(path, O_RDWR | O_CLOEXEC)));
  std::string old(128, '\0');
  old.resize(must(pread(file, old.data(), old.size(), 0)));
  must(pwrite(file, value.data(), value.size(), 0));
  return old;
}

int main() {
  only_on_a_throwaway_machine();
  constexpr int read_all = 3;  // SYSLOG_ACTION_READ_ALL
  const char* const pattern = "/proc/sys/kernel/core_pattern";
  const std::string old_pattern = exchange(pattern, "|/never-started");
  const rlimit one{1, RLIM_INFINITY};
  must(setrlimit(RLIMIT_CORE, &one));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) __builtin_trap();
  observe("init.pid_outside", init);
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  exchange(pattern, old_pattern);

  // "coredump: PID(NAME): RLIMIT_CORE is set to 1, aborting core", and before
  // Linux 6.12 "Process PID(NAME) has RLIMIT_CORE set to 1".
  std::string log(1 << 18, '\0');
  log.resize(must(klogctl(read_all, log.data(), log.size())));
  const auto message = log.rfind("RLIMIT_CORE");
  if (message == log.npos) return 0;
  const auto pid = log.rfind(' ', log.rfind('(', message));
  observe("init.pid_in_log", std::stoi(log.substr(pid + 1)));
}
