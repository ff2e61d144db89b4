// The message about drop_caches in the kernel log has the writer's initial PID.
//
// Most messages about a process, for example about a fault, have its initial
// PID, even if it is in a container. The one about drop_caches does no harm.
//
//   caller                                  in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                 PID 1 inside
//   init   ──write(/proc/sys/vm/drop_caches), klogctl()
#include <sched.h>
#include <sys/klog.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  constexpr int read_all = 3;  // SYSLOG_ACTION_READ_ALL
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd caches(
        must(open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC)));
    must(write(caches, "1", 1));

    // The last line is such as "[    1.2] NAME (PID): drop_caches: 1".
    std::string log(1 << 18, '\0');
    log.resize(must(klogctl(read_all, log.data(), log.size())));
    const auto end = log.rfind("): drop_caches");
    const auto begin = log.rfind('(', end);
    observe("init.pid", getpid());
    if (end != log.npos) {
      observe("init.pid_in_log", std::stoi(log.substr(begin + 1)));
    }
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
