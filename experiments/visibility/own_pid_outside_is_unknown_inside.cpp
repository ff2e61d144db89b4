// Inside, init cannot use its own PID outside: EPERM, EINVAL or ESRCH.
//
// init calls twice: with its PID outside, and with its PID inside, 1. Each call
// has its own error for a PID that does not exist.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 inside, reads its PID outside
//   init   ──all the calls      for its PID outside, and for PID 1
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

static void call_all(const std::string& number, pid_t pid) {
  __user_cap_header_struct whose{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];
  must(syscall(SYS_capget, &whose, caps));
  whose.pid = pid;
  observe("init.capset" + number, outcome(syscall(SYS_capset, &whose, caps)));

  timer_t timer;
  sigevent event = {};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SIGUSR1;
  event._sigev_un._tid = pid;
  observe("init.timer_create" + number,
          outcome(timer_create(CLOCK_MONOTONIC, &event, &timer)));

  timespec used;
  const clockid_t cpu_clock = ~pid << 3 | 2;  // as clock_getcpuclockid does
  observe("init.clock_gettime" + number,
          outcome(clock_gettime(cpu_clock, &used)));
  clockid_t made;
  errno = clock_getcpuclockid(pid, &made);  // it returns the error
  observe("init.clock_getcpuclockid" + number, outcome(errno ? -1 : 0));
  observe("init.setpgid_to_group" + number, outcome(setpgid(0, pid)));
  observe("init.setpgid_of" + number, outcome(setpgid(pid, 0)));
  observe("init.kill" + number, outcome(kill(pid, 0)));
}

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // The caller's /proc is still mounted.
    const auto self = std::filesystem::read_symlink("/proc/self").string();
    call_all("_outer", std::stoi(self));
    call_all("_inner", 1);

    // The clock of a thread exists as well, but the thread cannot wait for it.
    const clockid_t of_thread = ~1 << 3 | 6;
    timespec time{};
    observe("init.clock_gettime_thread",
            outcome(clock_gettime(of_thread, &time)));
    time = {};
    observe("init.clock_nanosleep_thread",
            outcome(syscall(SYS_clock_nanosleep, of_thread, 0, &time, 0)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
