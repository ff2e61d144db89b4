// The calls that inspect another process cannot name one outside: ESRCH.
//
// They look up a PID in the caller's PID namespace, before they check any
// permission. The same calls succeed outside, where the process has this PID.
//
//   caller ──fork()──▶ bystander    outside
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside
//   init   ──all the calls──▶ bystander    ESRCH; from caller they succeed
#include <linux/futex.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void call_all(const std::string& actor, pid_t pid) {
  int word = 0;
  iovec local{&word, sizeof word}, remote{&word, sizeof word};
  robust_list_head* head;
  size_t size;

  observe(actor + ".process_vm_readv",
          outcome(process_vm_readv(pid, &local, 1, &remote, 1, 0)));
  observe(actor + ".process_vm_writev",
          outcome(process_vm_writev(pid, &local, 1, &remote, 1, 0)));
  observe(actor + ".kcmp",
          outcome(syscall(SYS_kcmp, pid, pid, KCMP_FILES, 0, 0)));
  observe(actor + ".get_robust_list",
          outcome(syscall(SYS_get_robust_list, pid, &head, &size)));
  observe(actor + ".ptrace_seize", outcome(ptrace(PTRACE_SEIZE, pid, 0, 0)));
}

int main() {
  Gate finished;
  const pid_t bystander = must(fork());
  if (bystander == 0) finished.wait(), _exit(0);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    call_all("init", bystander);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  call_all("caller", bystander);
  finished.open();
  must(waitpid(bystander, nullptr, 0));
}
