// After unshare(CLONE_NEWPID), a new proc mount still shows the old namespace.
//
// unshare does not move the caller. A proc mount shows the PID namespace of the
// mounter, and not that of the mounter's future children. Without the option
// pidns=, only a process in the new namespace can mount a /proc that shows it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──mount("proc")────▶ /tmp/early   the old namespace
//   caller ──fork()───────────▶ init         PID 1 of the new namespace
//   init   ──mount("proc")────▶ /tmp/late    the new namespace
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Returns 0 if that proc mount does not show this process.
static pid_t self_in(const char* link) {
  char number[16] = {};
  if (readlink(link, number, sizeof number - 1) == -1) return 0;
  return atoi(number);
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/early", 0755));
  must(mkdir("/tmp/late", 0755));

  must(unshare(CLONE_NEWPID));
  must(mount("proc", "/tmp/early", "proc", 0, nullptr));
  observe("caller.pid", getpid());
  observe("caller.self_in_early", self_in("/tmp/early/self"));

  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/late", "proc", 0, nullptr));
    observe("init.pid", getpid());
    observe("init.self_in_early", self_in("/tmp/early/self"));
    observe("init.self_in_late", self_in("/tmp/late/self"));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
