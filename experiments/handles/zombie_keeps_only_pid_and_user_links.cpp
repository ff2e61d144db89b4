// A zombie is still in its PID and user namespaces, and has left all others.
//
// A process that ends drops its nsproxy. The links in /proc/PID/ns that go
// through the nsproxy then fail with ENOENT, including pid_for_children. The
// struct pid and the credentials of the process stay until it is reaped.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   caller ──open(its links)                          then init ends
//   caller ──waitid(WNOWAIT)                          init is a zombie
//   caller ──open(its links), waitpid(), open(ns/pid)
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }

  const std::string links = "/proc/" + std::to_string(init) + "/ns/";
  for (const std::string when : {"_before", ""}) {
    if (when == "") {
      finished.open();
      siginfo_t info;
      must(waitid(P_PID, init, &info, WEXITED | WNOWAIT));  // now a zombie
    }
    for (const std::string type :
         {"pid", "user", "pid_for_children", "uts", "ipc", "mnt", "net"}) {
      const Fd file(open((links + type).c_str(), O_RDONLY | O_CLOEXEC));
      observe("caller.open_" + type + when, outcome(file));
    }
  }
  must(waitpid(init, nullptr, 0));

  const Fd file(open((links + "pid").c_str(), O_RDONLY | O_CLOEXEC));
  observe("caller.open_pid_after_reap", outcome(file));
}
