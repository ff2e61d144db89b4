// A "commit" to DAMON looks up its PID in the initial PID namespace.
//
// A write of "commit" to state gives a running monitor of memory accesses its
// new settings. A thread of the kernel reads them, the kdamond, which is in the
// initial PID namespace. A write of "on" takes a PID of the writer's namespace.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                PID 1 inside
//   init   ──pid_target, "on"              of itself
//   init   ──pid_target, "commit"          of the caller, which is outside: ok
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Writes to a file of the one kdamond.
static ssize_t write_to(const std::string& name, const std::string& text) {
  const std::string folder = "/sys/kernel/mm/damon/admin/kdamonds/";
  const Fd file(must(open((folder + name).c_str(), O_WRONLY | O_CLOEXEC)));
  return write(file, text.data(), text.size());
}

int main() {
  only_on_a_throwaway_machine();
  // If the kernel has DAMON_STAT, that monitors the machine, and alone: EBUSY.
  char monitors = 'N';
  const Fd stat(open("/sys/module/damon_stat/parameters/enabled", O_RDWR));
  if (stat >= 0) must(pread(stat, &monitors, 1, 0));
  if (monitors == 'Y') must(pwrite(stat, "N", 1, 0));
  must(write_to("nr_kdamonds", "1"));
  must(write_to("0/contexts/nr_contexts", "1"));
  must(write_to("0/contexts/0/operations", "vaddr"));
  must(write_to("0/contexts/0/targets/nr_targets", "1"));
  const std::string pid_target = "0/contexts/0/targets/0/pid_target";
  const std::string caller = std::to_string(getpid());

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    must(write_to(pid_target, std::to_string(getpid())));
    observe("init.write_on", outcome(write_to("0/state", "on")));

    must(write_to(pid_target, caller));
    observe("init.write_commit", outcome(write_to("0/state", "commit")));
    observe("init.write_off", outcome(write_to("0/state", "off")));
    observe("init.write_on_again", outcome(write_to("0/state", "on")));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  must(write_to("nr_kdamonds", "0"));
  if (monitors == 'Y') must(pwrite(stat, "Y", 1, 0));
}
