// A mutex of pthreads(7) takes a thread with its owner's TID for the owner.
//
// A mutex in shared memory has the owner's TID. Threads in two PID namespaces
// can have the same TID. To an error-checking mutex, both are its owner: to
// lock it again would be a deadlock, and each of them may unlock it. Both can
// lock a recursive mutex at the same time.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1, is the owner
//   init   ──fork()──▶ member                        PID 2, has another TID
//   init   ──unshare(CLONE_NEWPID), fork()──▶ inner  PID 1, too
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

#include "experiments/experiment.h"

using namespace pidlab;

// These functions return the error and do not set errno.
static std::string result(int error) {
  return error == 0 ? "ok" : strerrorname_np(error);
}

int main() {
  auto* mutex = static_cast<pthread_mutex_t*>(
      must(mmap(nullptr, 2 * sizeof(pthread_mutex_t), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  auto* recursive = mutex + 1;
  pthread_mutexattr_t attr;
  pthread_mutexattr_init(&attr);
  pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(mutex, &attr);
  pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(recursive, &attr);
  // A wait for the mutex ends at this point of time, which is long past.
  const timespec past{};
  const auto lock = [&](pthread_mutex_t* which) {
    return result(pthread_mutex_timedlock(which, &past));
  };
  const auto unlock = [&] { return result(pthread_mutex_unlock(mutex)); };

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pthread_mutex_timedlock", lock(mutex));
    observe("init.pthread_mutex_timedlock_recursive", lock(recursive));

    const pid_t member = must(fork());
    if (member == 0) {
      observe("member.pthread_mutex_timedlock", lock(mutex));
      observe("member.pthread_mutex_timedlock_recursive", lock(recursive));
      observe("member.pthread_mutex_unlock", unlock());
      _exit(0);
    }
    must(waitpid(member, nullptr, 0));

    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      observe("inner.pthread_mutex_timedlock", lock(mutex));
      observe("inner.pthread_mutex_timedlock_recursive", lock(recursive));
      observe("inner.pthread_mutex_unlock", unlock());
      _exit(0);
    }
    must(waitpid(inner, nullptr, 0));
    observe("init.pthread_mutex_unlock", unlock());
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
