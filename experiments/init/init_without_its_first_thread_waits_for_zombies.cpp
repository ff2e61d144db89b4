// Without its first thread, init still waits until all zombies are reaped.
//
// The last thread of init sleeps until all other processes are reaped. Two PIDs
// are left then: that of the first thread, which is PID 1, and its own TID. The
// kernel wakes it when two PIDs are left, and not only when one is.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────▶ init      PID 1, its first thread ends
//   init   ──pthread_create()─▶ thread    TID 2, continues
//   caller ──fork()───────────▶ member    PID 3, a child of the caller
//   caller ──kill(init, SIGKILL)
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    pthread_t thread;
    const auto stay = [](void*) -> void* {
      for (;;) pause();
    };
    if (pthread_create(&thread, nullptr, stay, nullptr)) broken("no thread");
    syscall(SYS_exit, 0);  // this thread only; _exit would end them all
  }
  const std::string file = "/proc/" + std::to_string(init) + "/stat";
  std::string pid, name, state;  // "PID (NAME) STATE ..."
  while (state != "Z") {         // until the first thread has ended
    must(sched_yield());
    std::ifstream(file) >> pid >> name >> state;
  }
  observe("init.state", state);
  const pid_t member = must(fork());
  if (member == 0) {
    for (;;) pause();
  }
  must(kill(init, SIGKILL));

  // The end of init kills the member, and WNOWAIT leaves it a zombie.
  siginfo_t zombie;
  must(waitid(P_PID, member, &zombie, WEXITED | WNOWAIT));
  observe("member.si_status", zombie.si_status);

  int status;
  observe("caller.reaped_before", must(waitpid(init, &status, WNOHANG)));

  must(waitpid(member, &status, 0));
  observe("member.ended", ending(status));
  observe("caller.waitpid", outcome(waitpid(init, &status, 0)));
  observe("init.ended", ending(status));
}
