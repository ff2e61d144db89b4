// A small unshare(1): it runs a script in a new PID namespace. The second
// command of the script fails with "Cannot allocate memory".
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void launch(void (*script)()) {
  must(unshare(CLONE_NEWPID));
  script();
}

// Below this line is the check. Leave it as it is.

static void command(const std::string& name) {
  const pid_t child = fork();
  if (child == 0) {
    observe(name + ".pid", getpid());
    _exit(0);
  }
  observe(name + ".fork", outcome(child));
  if (child != -1) must(waitpid(child, nullptr, 0));
}

static void script() {
  observe("shell.pid", getpid());
  command("first");
  command("second");
}

int main() {
  launch(script);
  // This finds a child that the launcher has not waited for.
  observe("launcher.wait", outcome(waitpid(-1, nullptr, 0)));
}
