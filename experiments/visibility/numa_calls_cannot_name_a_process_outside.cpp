// migrate_pages() and move_pages() cannot name a process outside: ESRCH.
//
// They move the memory of a process to another node. Both look up its PID in
// the caller's PID namespace. Here no page has to move.
//
//   caller ──fork()──▶ bystander    outside
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside
//   init   ──both calls──▶ bystander    ESRCH; from caller they succeed
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void call_all(const std::string& actor, pid_t pid) {
  const unsigned long node_0 = 1;
  observe(actor + ".migrate_pages",
          outcome(syscall(SYS_migrate_pages, pid, 64, &node_0, &node_0)));
  observe(
      actor + ".move_pages",
      outcome(syscall(SYS_move_pages, pid, 0, nullptr, nullptr, nullptr, 0)));
}

int main() {
  Gate finished;
  const pid_t bystander = must(fork());
  if (bystander == 0) finished.wait(), _exit(0);
  call_all("caller", bystander);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    call_all("init", bystander);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  finished.open();
  must(waitpid(bystander, nullptr, 0));
}
