// /proc/self is the reader's PID in the namespace of that /proc, or ENOENT.
//
// The kernel makes the text of the link for each reader. If the reader has no
// PID in the namespace of this /proc, the error is ENOENT. But lstat() still
// finds the link.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ init     PID 1 of the new namespace
//   init   ──mount("proc")──▶ /tmp/proc       init's namespace
//                 /proc/self      for init: its PID in the caller's namespace
//                 /tmp/proc/self  for the caller: ENOENT
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static pid_t self_in(const char* link) {
  char number[16] = {};
  must(readlink(link, number, sizeof number - 1));
  return atoi(number);
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));

  Gate mounted, finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
    observe("init.pid", getpid());
    observe("init.self_in_own", self_in("/tmp/proc/self"));
    observe("init.self_in_callers", self_in("/proc/self"));
    mounted.open();
    finished.wait();
    _exit(0);
  }
  mounted.wait();
  observe("init.pid_outside", init);
  observe("caller.pid", getpid());
  observe("caller.self_in_own", self_in("/proc/self"));

  char number[16];
  struct stat self;
  observe("caller.lstat_self", outcome(lstat("/tmp/proc/self", &self)));
  observe("caller.readlink_self",
          outcome(readlink("/tmp/proc/self", number, 16)));
  observe("caller.readlink_thread_self",
          outcome(readlink("/tmp/proc/thread-self", number, 16)));
  observe("caller.stat_mounts", outcome(stat("/tmp/proc/mounts", &self)));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
