// A tracer that replaces a signal becomes its sender: si_pid is 0 from outside.
//
// A traced process stops before it gets a signal, and the tracer may choose
// another one. The kernel then fills in a new siginfo for the traced process.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──fork(), PTRACE_SEIZE───────────▶ child   PID 2
//   caller ──PTRACE_SEIZE───────────────────▶ init
//   child  ──raise(SIGUSR2)                 stops, as init does later
//   init   ──PTRACE_CONT(SIGUSR1)──▶ child  si_pid 1
//   caller ──PTRACE_CONT(SIGUSR1)──▶ init   si_pid 0
#include <sched.h>
#include <sys/ptrace.h>

#include "experiments/experiment.h"

using namespace pidlab;

static volatile siginfo_t seen;

static void trace(const std::string& actor, pid_t pid, Gate& traced) {
  int status;
  must(ptrace(PTRACE_SEIZE, pid, 0, 0));
  traced.open();
  must(waitpid(pid, &status, 0));
  observe(actor + ".stopped", ending(status));
  must(ptrace(PTRACE_CONT, pid, 0, SIGUSR1));
  must(waitpid(pid, nullptr, 0));
}

static void be_traced(const std::string& actor, Gate& traced) {
  traced.wait();
  must(raise(SIGUSR2));
  observe(actor + ".si_code", seen.si_code);
  observe(actor + ".si_pid", seen.si_pid);
  _exit(0);
}

int main() {
  struct sigaction action = {};
  action.sa_flags = SA_SIGINFO;
  action.sa_sigaction = [](int, siginfo_t* info, void*) {
    seen.si_code = info->si_code;
    seen.si_pid = info->si_pid;
  };
  must(sigaction(SIGUSR1, &action, nullptr));

  Gate child_ended, child_traced, init_traced;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t child = must(fork());
    if (child == 0) be_traced("child", child_traced);
    trace("child", child, child_traced);
    child_ended.open();
    be_traced("init", init_traced);
  }
  child_ended.wait();
  trace("init", init, init_traced);
}
