// With its flag t, dynamic debug logs the TID in the PID namespace of the task.
//
// Messages for debugging can be switched on one by one, with a TID in front of
// them. Unlike the PIDs in other messages, this TID is not the initial one. A
// wrong io_setup(2) causes a message that does no harm.
//
//   caller                    in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init   PID 1 inside
//   init   ──io_setup(0), klogctl()
#include <sched.h>
#include <sys/klog.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  const Fd control(
      must(open("/proc/dynamic_debug/control", O_WRONLY | O_CLOEXEC)));
  must(write(control, "file fs/aio.c +pt", 17));
  constexpr int read_all = 3;  // SYSLOG_ACTION_READ_ALL
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    unsigned long context = 0;
    observe("init.io_setup", outcome(syscall(SYS_io_setup, 0, &context)));

    // The last line is such as "[    1.2] [TID] FUNCTION: EINVAL: ctx 0".
    std::string log(1 << 18, '\0');
    log.resize(must(klogctl(read_all, log.data(), log.size())));
    const auto end = log.rfind(": EINVAL: ctx");
    const auto begin = log.rfind('[', end);
    if (end != log.npos) {
      observe("init.tid_in_log", std::stoi(log.substr(begin + 1)));
    }
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
  must(write(control, "file fs/aio.c -pt", 17));
}
