// The PID in cad_pid, for Ctrl-Alt-Del, is translated for its reader or writer.
//
// There is one such process in the machine, usually PID 1. A process in a child
// PID namespace reads it as a PID of its own namespace, or as 0. If it writes
// 1, it makes its own init the receiver.
//
//   caller                          in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 of the new namespace
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  const Fd cad_pid(must(open("/proc/sys/kernel/cad_pid", O_RDWR | O_CLOEXEC)));
  const auto observe_cad_pid = [&](const char* name) {
    std::string text(20, '\0');
    text.resize(must(pread(cad_pid, text.data(), text.size(), 0)));
    observe(name, atoi(text.c_str()));
  };
  observe_cad_pid("caller.cad_pid_before");

  Gate seen;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe_cad_pid("init.cad_pid_before");
    observe("init.pwrite_99", outcome(pwrite(cad_pid, "99", 2, 0)));
    observe("init.pwrite_1", outcome(pwrite(cad_pid, "1", 1, 0)));
    observe_cad_pid("init.cad_pid_after");
    seen.wait();
    _exit(0);
  }
  observe("init.pid_outside", init);
  seen.open();
  must(waitpid(init, nullptr, 0));
  observe_cad_pid("caller.cad_pid_after");
  must(pwrite(cad_pid, "1", 1, 0));
}
