// In any /proc, ns_last_pid is the last PID of the reader's PID namespace.
//
// The file shows the PID that the kernel allocated last in the reader's
// namespace. The process directories of a /proc belong to the namespace of its
// mount, but this file does not.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer   PID 1
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1; PID 2 for outer
//   init   ──mount("proc")──▶ /tmp/proc
//   init   ──read(ns_last_pid in /proc and in /tmp/proc)
//   outer  ──read(ns_last_pid in /proc and in /tmp/proc)
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static int number_in(const char* path) {
  const Fd file(must(open(path, O_RDONLY | O_CLOEXEC)));
  char text[16] = {};
  must(read(file, text, sizeof text - 1));
  return atoi(text);
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));
  const char* callers = "/proc/sys/kernel/ns_last_pid";
  const char* inits = "/tmp/proc/sys/kernel/ns_last_pid";

  must(unshare(CLONE_NEWPID));
  const pid_t outer = must(fork());
  if (outer == 0) {
    Gate mounted;
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
      observe("init.last_pid_in_callers", number_in(callers));
      observe("init.last_pid_in_inits", number_in(inits));
      mounted.open();
      _exit(0);
    }
    mounted.wait();
    observe("init.pid_in_outer", init);
    observe("outer.last_pid_in_callers", number_in(callers));
    observe("outer.last_pid_in_inits", number_in(inits));
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(outer, nullptr, 0));
}
