// A launcher logs the PIDs of each process. For a process in a container, the
// log is not complete.
#include <sched.h>

#include <fstream>
#include <vector>

#include "experiments/experiment.h"

using namespace pidlab;

// The PIDs of a process: first `pid`, which it has in our PID namespace, and
// last the one in its own.
static std::vector<pid_t> numbers_of(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;) {
    if (word != "NSpid:") continue;
    std::vector<pid_t> numbers;
    for (pid_t number; status >> number;) numbers.push_back(number);
    return numbers;
  }
  broken("NSpid of that process is missing");
}

// Below this line is the check. Leave it as it is.

static void live(const std::string& name, Gate& said, Gate& finished) {
  observe(name + ".pid", getpid());
  said.open();
  finished.wait();
  _exit(0);
}

static void log(const std::string& name, pid_t pid) {
  int level = 0;
  for (const pid_t number : numbers_of(pid)) {
    observe(name + ".log_" + std::to_string(level++), number);
  }
}

int main() {
  Gate said, finished;
  const pid_t neighbor = must(fork());
  if (neighbor == 0) live("neighbor", said, finished);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) live("init", said, finished);
  const pid_t server = must(fork());
  if (server == 0) live("server", said, finished);

  for (int process = 0; process < 3; ++process) said.wait();
  observe("init.pid_outside", init);
  observe("server.pid_outside", server);
  log("neighbor", neighbor);
  log("init", init);
  log("server", server);

  finished.open(3);
  // An init ends only when its namespace is empty, so wait for it last.
  for (const pid_t process : {neighbor, server, init}) {
    must(waitpid(process, nullptr, 0));
  }
}
