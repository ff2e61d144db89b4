// waitid(P_PIDFD) works only for a child of the caller; otherwise ECHILD.
//
// A pidfd can refer to any process, also to one outside. But only a child can
// be waited for. Its PID namespace does not matter.
//
//   caller ──clone3(NEWPID | PIDFD)──▶ init     inherits a pidfd of caller
//   init ────fork()──────────────────▶ child    ends at once
//   init ────waitid(caller), waitid(child)      ECHILD, ok
//   caller ──waitid(child), waitid(init)        ECHILD, ok
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

constexpr idtype_t p_pidfd = idtype_t(3);  // P_PIDFD, glibc 2.36

int main() {
  siginfo_t info{};
  const Fd caller(must(syscall(SYS_pidfd_open, getpid(), 0)));

  int pidfd = -1;
  Gate asked, opened;
  clone_args args{.flags = CLONE_NEWPID | CLONE_PIDFD,
                  .pidfd = reinterpret_cast<__u64>(&pidfd),
                  .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    observe("init.waitid_caller",
            outcome(waitid(p_pidfd, caller, &info, WEXITED | WNOHANG)));
    const pid_t child = must(fork());
    if (child == 0) _exit(7);
    const Fd own(must(syscall(SYS_pidfd_open, child, 0)));
    opened.open();
    asked.wait();
    observe("init.waitid_child", outcome(waitid(p_pidfd, own, &info, WEXITED)));
    observe("init.si_status_of_child", info.si_status);
    _exit(9);
  }
  opened.wait();
  char text[32] = {};
  const std::string path = "/proc/" + std::to_string(init) + "/task/" +
                           std::to_string(init) + "/children";
  const Fd list(must(open(path.c_str(), O_RDONLY | O_CLOEXEC)));
  must(read(list, text, sizeof text - 1));
  const Fd grandchild(must(syscall(SYS_pidfd_open, atoi(text), 0)));
  observe("caller.waitid_grandchild",
          outcome(waitid(p_pidfd, grandchild, &info, WEXITED | WNOHANG)));
  asked.open();

  observe("caller.waitid_init",
          outcome(waitid(p_pidfd, pidfd, &info, WEXITED)));
  observe("caller.si_status_of_init", info.si_status);
}
