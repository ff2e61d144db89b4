// In /proc/PID/status, the NS... lines start at the namespace of that /proc.
//
// A process has a PID in its own namespace and in each ancestor. status lists
// them from the level of its /proc down. If the leader of the process group or
// session has no PID in a namespace, the value for that namespace is 0.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ init     PID 1 of the new namespace
//   init   ──mount("proc")──▶ /tmp/proc       init's namespace
//   caller ──read(status of init)             in /proc and in /tmp/proc
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// name_1 is the first number of the line, name_2 the second.
static void observe_line(const std::string& name, const std::string& status,
                         const std::string& line) {
  std::ifstream file(status);
  for (std::string word; word != line && file >> word;) {
  }
  int column = 0;
  for (pid_t number; file >> number;) {
    observe(name + "_" + std::to_string(++column), number);
  }
  observe(name + "_columns", column);
}

int main() {
  observe("caller.pgid", getpgrp());
  observe("caller.sid", getsid(0));
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));

  Gate mounted, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
    mounted.open();
    finished.wait();
    _exit(0);
  }
  mounted.wait();
  observe("init.pid_outside", init);
  const std::string outer = "/proc/" + std::to_string(init) + "/status";
  const std::string inner = "/tmp/proc/1/status";
  observe_line("init.tgid_in_outer", outer, "NStgid:");
  observe_line("init.tgid_in_inner", inner, "NStgid:");
  observe_line("init.pid_in_outer", outer, "NSpid:");
  observe_line("init.pid_in_inner", inner, "NSpid:");
  observe_line("init.pgid_in_outer", outer, "NSpgid:");
  observe_line("init.pgid_in_inner", inner, "NSpgid:");
  observe_line("init.sid_in_outer", outer, "NSsid:");
  observe_line("init.sid_in_inner", inner, "NSsid:");

  finished.open();
  must(waitpid(init, nullptr, 0));
}
