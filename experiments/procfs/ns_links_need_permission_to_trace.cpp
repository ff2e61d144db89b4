// Without permission to trace a process, its ns links give EACCES; lstat works.
//
// A link in /proc/PID/ns reveals a namespace and opens it. readlink and open
// need the permission that ptrace needs to read from the process. A process
// that is not dumpable gives it only to processes with CAP_SYS_PTRACE.
//
//   caller ──capset()                  gives up all capabilities
//   caller ──fork()──▶ dumpable
//   caller ──fork()──▶ undumpable      prctl(PR_SET_DUMPABLE, 0)
//   caller ──lstat(), readlink(), stat(), open()    of their /proc/PID/ns/pid
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_link(const std::string& actor, pid_t pid) {
  const std::string link = "/proc/" + std::to_string(pid) + "/ns/pid";
  struct stat file;
  char target[64];
  observe("caller.lstat_" + actor, outcome(lstat(link.c_str(), &file)));
  observe("caller.readlink_" + actor,
          outcome(readlink(link.c_str(), target, sizeof target)));
  observe("caller.stat_" + actor, outcome(stat(link.c_str(), &file)));
  const Fd ns(open(link.c_str(), O_RDONLY | O_CLOEXEC));
  observe("caller.open_" + actor, outcome(ns));
}

int main() {
  __user_cap_header_struct whose{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  must(syscall(SYS_capset, &whose, none));

  Gate ready, finished;
  const pid_t dumpable = must(fork());
  if (dumpable == 0) finished.wait(), _exit(0);
  const pid_t undumpable = must(fork());
  if (undumpable == 0) {
    must(prctl(PR_SET_DUMPABLE, 0));
    ready.open();
    finished.wait();
    _exit(0);
  }
  ready.wait();
  observe_link("dumpable", dumpable);
  observe_link("undumpable", undumpable);
  finished.open(2);
  must(waitpid(dumpable, nullptr, 0));
  must(waitpid(undumpable, nullptr, 0));
}
