// The machine's init does not save a stopped job in its session from SIGHUP.
//
// A parent in the session, but in another group, can resume a stopped job. The
// kernel does not count the init of the machine as such a parent, although it
// counts the init of a child PID namespace. The job without its shell gets
// SIGHUP and SIGCONT.
//
//   caller                    PID 1 of the initial namespace, leads a session
//   caller ──fork()──▶ shell  in this session
//   shell  ──fork()──▶ job    in a process group of its own
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  if (getsid(0) != 1) must(setsid());
  observe("caller.sid", getsid(0));
  must(signal(SIGHUP, SIG_DFL));  // it may have inherited SIG_IGN

  int to_caller[2];
  must(pipe2(to_caller, O_CLOEXEC));
  pid_t job;
  const pid_t shell = must(fork());
  if (shell == 0) {
    job = must(fork());
    if (job == 0) {
      must(setpgid(0, 0));
      must(raise(SIGSTOP));
      _exit(0);
    }
    must(waitpid(job, nullptr, WUNTRACED));
    must(write(to_caller[1], &job, sizeof job));
    _exit(0);
  }
  must(waitpid(shell, nullptr, 0));

  // If there is a SIGHUP, it is pending now and kills the job that resumes.
  must(read(to_caller[0], &job, sizeof job));
  must(kill(job, SIGCONT));
  int status;
  must(waitpid(job, &status, 0));
  observe("job.ended", ending(status));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
