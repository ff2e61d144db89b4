// After unshare(CLONE_NEWPID), pthread_create() fails with EINVAL.
//
// A thread has to be in the PID namespace of its process, but clone() would
// create it in the one for the caller's children. While the two differ, clone()
// fails. A child can create threads, and so can the caller after setns().
//
//   caller ──pthread_create()                allowed
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()────────────────▶ child   PID 1, may create threads
//   caller ──pthread_create()                refused
//   caller ──setns(its own)
//   caller ──pthread_create()                allowed
#include <pthread.h>
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void* end_at_once(void*) { return nullptr; }

int main() {
  pthread_t thread;  // pthread_create returns the error
  errno = pthread_create(&thread, nullptr, end_at_once, nullptr);
  observe("caller.pthread_create_before", outcome(errno ? -1 : 0));

  const Fd home(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  observe("caller.unshare", outcome(unshare(CLONE_NEWPID)));
  const pid_t child = must(fork());
  if (child == 0) {
    observe("child.pid", getpid());
    errno = pthread_create(&thread, nullptr, end_at_once, nullptr);
    observe("child.pthread_create", outcome(errno ? -1 : 0));
    _exit(0);
  }
  errno = pthread_create(&thread, nullptr, end_at_once, nullptr);
  observe("caller.pthread_create_after", outcome(errno ? -1 : 0));
  must(waitpid(child, nullptr, 0));

  observe("caller.setns", outcome(setns(home, CLONE_NEWPID)));
  errno = pthread_create(&thread, nullptr, end_at_once, nullptr);
  observe("caller.pthread_create_at_home", outcome(errno ? -1 : 0));
}
