// The close of a dead nested namespace's last file also releases its parent.
//
// Only the file refers to the nested namespace, which refers to its parent. The
// kernel takes both off the count some time after close(2). A loop waits.
//
//   caller ──unshare(CLONE_NEWUSER)              sets its limit to 3
//   caller ──clone3(CLONE_NEWPID)───▶ outer      PID 1
//   outer  ──fork()─────────────────▶ inner      PID 1, nested; both end
//   caller ──clone3(CLONE_NEWPID)───▶ later      PID 1, ends
//   caller ──close(inner's file)                 releases two
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static volatile sig_atomic_t late = 0;

int main() {
  const ino_t old_userns = ns_inode("/proc/self/ns/user");
  must(unshare(CLONE_NEWUSER));
  // The write sets the limit of the user namespace that the writer is in.
  if (ns_inode("/proc/self/ns/user") == old_userns) {
    broken("not in a new user namespace");
  }
  const Fd limit(
      must(open("/proc/sys/user/max_pid_namespaces", O_WRONLY | O_CLOEXEC)));
  must(write(limit, "3", 1));

  Gate nested, finish;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t outer = must(syscall(SYS_clone3, &args, sizeof args));
  if (outer == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner != 0) nested.open();
    finish.wait();
    _exit(0);
  }
  nested.wait();
  const std::string link =
      "/proc/" + std::to_string(outer) + "/ns/pid_for_children";
  Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  finish.open(2);
  must(waitpid(outer, nullptr, 0));
  const pid_t later = must(syscall(SYS_clone3, &args, sizeof args));
  if (later == 0) _exit(0);
  must(waitpid(later, nullptr, 0));

  // If a namespace is counted for ever, the loop ends after 5 seconds.
  must(signal(SIGALRM, [](int) { late = 1; }));
  alarm(5);
  const auto clone3 = [&](const char* name) {
    pid_t init;
    while ((init = syscall(SYS_clone3, &args, sizeof args)) == -1 &&
           errno == ENOSPC && !late) {
      sched_yield();
    }
    if (init == 0) _exit(0);  // As a zombie, it keeps its namespace.
    observe(name, outcome(init));
  };
  // When later's namespace is off the count, the PIDs of outer and inner do not
  // refer to their namespaces any more.
  clone3("caller.clone3_before");
  file.reset();
  clone3("caller.clone3_after");
  clone3("caller.clone3_again");
  while (wait(nullptr) != -1) continue;
}
