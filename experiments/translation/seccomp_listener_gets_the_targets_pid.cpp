// A seccomp listener gets the target's PID in its namespace, 0 if outside.
//
// A filter can pass a system call on to a listener, which answers it. The
// listener's file can be inherited by processes in other namespaces. A target
// outside has PID 0 there, but the listener inside can still answer.
//
//   caller ──seccomp(NEW_LISTENER)      for getppid()
//   caller ──fork()─────────────────────────▶ outer    outside
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   outer  ──getppid()──▶ init, as the listener        pid 0
//   init   ──getppid()──▶ caller, as the listener      init's PID outside
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Answers one call of getppid with the value 4242.
static pid_t answer(int listener) {
  seccomp_notif call = {};
  must(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call));
  seccomp_notif_resp response{call.id, 4242, 0, 0};
  must(ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response));
  return call.pid;
}

int main() {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),  // the number of the call
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{std::size(filter), filter};
  must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  const Fd listener(must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                                 SECCOMP_FILTER_FLAG_NEW_LISTENER, &program)));
  Gate outers_turn, callers_turn;
  const pid_t outer = must(fork());
  if (outer == 0) {
    outers_turn.wait();
    observe("outer.ppid", getppid());
    _exit(0);
  }
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    outers_turn.open();
    observe("init.sender_pid", answer(listener));
    callers_turn.open();
    observe("init.ppid", getppid());
    _exit(0);
  }
  observe("init.pid_outside", init);
  callers_turn.wait();
  observe("caller.sender_pid", answer(listener));
  must(waitpid(init, nullptr, 0));
  must(waitpid(outer, nullptr, 0));
}
