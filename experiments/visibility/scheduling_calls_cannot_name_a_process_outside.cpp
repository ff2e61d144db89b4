// The calls for scheduling and I/O priority find no process outside: ESRCH.
//
// They look up a PID in the caller's PID namespace, for reading and for
// writing. The same calls succeed outside, where the process has this PID.
//
//   caller ──fork()──▶ bystander    outside, leads a process group
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside
//   init   ──all the calls──▶ bystander    ESRCH; from caller they succeed
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void call_all(const std::string& actor, pid_t pid) {
  sched_param param = {};
  timespec slice;
  cpu_set_t cpus;
  char attributes[128] = {};
  constexpr int who_process = 1, who_group = 2;  // IOPRIO_WHO_…
  must(sched_getaffinity(0, sizeof cpus, &cpus));
  must(syscall(SYS_sched_getattr, 0, attributes, sizeof attributes, 0));

  observe(actor + ".sched_getparam", outcome(sched_getparam(pid, &param)));
  observe(actor + ".sched_setparam", outcome(sched_setparam(pid, &param)));
  observe(actor + ".sched_setscheduler",
          outcome(sched_setscheduler(pid, SCHED_OTHER, &param)));
  observe(actor + ".sched_rr_get_interval",
          outcome(sched_rr_get_interval(pid, &slice)));
  observe(actor + ".sched_setaffinity",
          outcome(sched_setaffinity(pid, sizeof cpus, &cpus)));
  observe(actor + ".sched_setattr",
          outcome(syscall(SYS_sched_setattr, pid, attributes, 0)));
  observe(actor + ".sched_getattr",
          outcome(syscall(SYS_sched_getattr, pid, attributes, sizeof attributes,
                          0)));
  const long priority = syscall(SYS_ioprio_get, who_process, pid);
  observe(actor + ".ioprio_get", outcome(priority));
  observe(actor + ".ioprio_set",
          outcome(syscall(SYS_ioprio_set, who_process, pid, 0)));
  observe(actor + ".ioprio_set_group",
          outcome(syscall(SYS_ioprio_set, who_group, pid, 0)));
  // The system call itself never returns -1 as a priority.
  observe(actor + ".getpriority_group",
          outcome(syscall(SYS_getpriority, PRIO_PGRP, pid)));
}

int main() {
  Gate finished;
  const pid_t bystander = must(fork());
  if (bystander == 0) finished.wait(), _exit(0);
  must(setpgid(bystander, 0));
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
