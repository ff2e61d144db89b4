// A PID in a text is not translated: inside, it names no process, or another.
//
// A PID in an environment variable, a file or a message is text for the kernel.
// systemd passes LISTEN_PID, WATCHDOG_PID and MAINPID in this way.
//
//   caller ──setenv("LISTEN_PID", its PID), unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside, inherits the environment
//   init   ──getenv()          the caller's PID, which is not getppid()
//   init   ──write("1")──▶ caller     its PID, which is another one outside
#include <sched.h>

#include <cstdlib>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  observe("caller.pid", getpid());
  must(setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1));

  int ends[2];
  must(pipe2(ends, O_CLOEXEC));
  const Fd from_init(ends[0]), to_caller(ends[1]);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t number = std::atoi(getenv("LISTEN_PID"));
    observe("init.pid_in_listen_pid", number);
    observe("init.pid", getpid());
    observe("init.ppid", getppid());
    observe("init.kill", outcome(kill(number, 0)));
    const std::string main_pid = std::to_string(getpid());
    must(write(to_caller, main_pid.data(), main_pid.size()));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  char text[16] = {};
  must(read(from_init, text, sizeof text - 1));
  observe("init.pid_outside", init);
  observe("caller.pid_in_text", std::atoi(text));
}
