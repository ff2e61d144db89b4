// /proc/PID/sched has the PID in the PID namespace of its mount.
//
// Its first line is "NAME (PID, #threads: N)". A reader inside can see a PID
// of the outer namespace in it.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──read(/proc/self/sched)                   the caller's /proc
//   init   ──mount("proc"), read(/tmp/self/sched)     its own
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static pid_t pid_in(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const auto at = line.rfind('(');
  return at == line.npos ? -1 : std::stoi(line.substr(at + 1));
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid_in_outer", pid_in("/proc/self/sched"));
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    observe("init.pid_in_inner", pid_in("/tmp/self/sched"));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
