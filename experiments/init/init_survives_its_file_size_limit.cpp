// An init that exceeds RLIMIT_FSIZE gets EFBIG and is not killed by SIGXFSZ.
//
// The kernel sends SIGXFSZ with the writing process as the sender. The signal
// kills an ordinary process. For an init it is a signal from inside, and the
// kernel discards it.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──fork()──▶ member    PID 2; both write past their limit
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(prctl(PR_SET_DUMPABLE, 0));  // leave no core file behind
    must(signal(SIGXFSZ, SIG_DFL));   // it may have inherited SIG_IGN
    const Fd file(must(memfd_create("file", MFD_CLOEXEC)));
    constexpr off_t gibibyte = 1 << 30;
    const rlimit limit{.rlim_cur = gibibyte, .rlim_max = gibibyte};
    must(setrlimit(RLIMIT_FSIZE, &limit));

    const pid_t member = must(fork());
    if (member == 0) {
      observe("member.pwrite", outcome(pwrite(file, "!", 1, gibibyte)));
      _exit(0);
    }
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));

    observe("init.pwrite", outcome(pwrite(file, "!", 1, gibibyte)));
    _exit(0);
  }

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
