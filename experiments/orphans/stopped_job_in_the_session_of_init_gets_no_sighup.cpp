// If its shell ends, a stopped job in the session of PID 1 gets no SIGHUP.
//
// A process group without a parent in the same session, but in another group,
// is orphaned: no shell can resume it. If it is stopped, it gets SIGHUP. PID 1
// adopts the job. If it is in the same session, it counts as such a parent.
//
//   caller       ──unshare(CLONE_NEWPID)
//   caller       ──fork()──▶ init           PID 1, leads a session
//   init         ──fork()──▶ first_shell    in this session
//   first_shell  ──fork()──▶ job_of_init    in a process group of its own
//   init         ──fork()──▶ second_shell   leads another session
//   second_shell ──fork()──▶ job_of_shell   in a process group of its own
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(setsid());
    must(signal(SIGHUP, SIG_DFL));  // it may have inherited SIG_IGN

    const auto lose_shell = [](const char* job_name, bool own_session) {
      const pid_t shell = must(fork());
      if (shell == 0) {
        if (own_session) must(setsid());
        const pid_t job = must(fork());
        if (job == 0) {
          must(setpgid(0, 0));
          must(raise(SIGSTOP));
          _exit(0);
        }
        must(waitpid(job, nullptr, WUNTRACED));
        _exit(0);
      }
      must(waitpid(shell, nullptr, 0));

      // If there is a SIGHUP, it is pending now and kills the job that resumes.
      const pid_t job = shell + 1;  // nobody else creates processes here
      must(kill(job, SIGCONT));
      int status;
      must(waitpid(job, &status, 0));
      observe(job_name, ending(status));
    };
    lose_shell("job_of_init.ended", false);
    lose_shell("job_of_shell.ended", true);
    _exit(0);
  }
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
