// Runs a service in a container: it is PID 1 and has its own mount namespace.
// But ps in the container shows the processes of the host.
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void launch(void (*service)()) {
  must(unshare(CLONE_NEWPID | CLONE_NEWNS));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
    constexpr unsigned long plain = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    must(mount("proc", "/proc", "proc", plain, nullptr));
    service();
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}

// Below this line is the check. Leave it as it is.

// The PID of the reader in /proc; 0 if it has none there.
static pid_t proc_self() {
  char number[16] = {};
  const ssize_t size = readlink("/proc/self", number, sizeof number - 1);
  return size == -1 ? 0 : atoi(number);
}

static void service() {
  observe("service.pid", getpid());
  observe("service.proc_self", proc_self());
}

int main() {
  // The host's mounts are shared, as systemd sets them up: a mount in a copy of
  // them also appears here. A new mount namespace protects the real host.
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_SHARED, nullptr));

  observe("host.proc_self_before", proc_self());
  const pid_t launcher = must(fork());
  if (launcher == 0) {
    launch(service);
    _exit(0);
  }
  must(waitpid(launcher, nullptr, 0));
  observe("host.proc_self_after", proc_self());
}
