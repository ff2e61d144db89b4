// A robust futex gets FUTEX_OWNER_DIED only if it has its owner's TID inside.
//
// When a thread ends, the kernel walks its list of robust futexes. A word with
// the thread's TID in its own PID namespace becomes FUTEX_OWNER_DIED. A word
// with the thread's TID outside seems to be another thread's: it is unchanged.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, ends with two words in its list
#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cstddef>

#include "experiments/experiment.h"

using namespace pidlab;

struct Lock {
  robust_list link;
  unsigned word;
};

struct Shared {
  robust_list_head head;
  Lock inside, outside;
};

int main() {
  auto* shared = static_cast<Shared*>(
      must(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0)));
  Gate locked;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    locked.wait();
    shared->inside.word = gettid();
    observe("init.tid", gettid());

    shared->head.list.next = &shared->outside.link;
    shared->outside.link.next = &shared->inside.link;
    shared->inside.link.next = &shared->head.list;
    shared->head.futex_offset = offsetof(Lock, word);
    must(syscall(SYS_set_robust_list, &shared->head, sizeof shared->head));
    _exit(0);
  }
  observe("init.tid_outside", init);
  shared->outside.word = init;
  locked.open();

  must(waitpid(init, nullptr, 0));
  observe("caller.futex_word_inside", shared->inside.word);
  observe("caller.futex_word_outside", shared->outside.word);
}
