// After setns() to a child PID namespace, pthread_create() fails with EINVAL.
//
// As in no_new_thread_after_unshare, but setns() is the reason. A process that
// joins a container and goes on itself cannot create threads. Its children can.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 of the target
//   caller ──setns(the target)
//   caller ──pthread_create()                 refused
//   caller ──fork()────────────────▶ child    PID 2, may create threads
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void* end_at_once(void*) { return nullptr; }

int main() {
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  pthread_t thread;  // pthread_create returns the error
  errno = pthread_create(&thread, nullptr, end_at_once, nullptr);
  observe("caller.pthread_create_before", outcome(errno ? -1 : 0));

  const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(ns, CLONE_NEWPID)));
  errno = pthread_create(&thread, nullptr, end_at_once, nullptr);
  observe("caller.pthread_create_after", outcome(errno ? -1 : 0));

  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    errno = pthread_create(&thread, nullptr, end_at_once, nullptr);
    observe("child.pthread_create", outcome(errno ? -1 : 0));
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));

  finished.open();
  must(waitpid(init, nullptr, 0));
}
