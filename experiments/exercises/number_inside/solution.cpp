// A launcher logs the number of each process as the process itself knows it.
// For processes in a container the log is wrong.
#include <sched.h>

#include <fstream>

#include "harness/experiment.h"

using namespace pidlab;

// The number that a process has in its own PID namespace. `pid` is the one
// that it has in ours.
static pid_t number_inside(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with("NSpid:")) continue;
    return std::stoi(line.substr(line.rfind('\t')));
  }
  broken("there is no NSpid for that process");
}

// Below this line is the check. Leave it as it is.

static void live(const std::string& name, Gate& said, Gate& finished) {
  observe(name + ".pid", getpid());
  said.open();
  finished.wait();
  _exit(0);
}

int main() {
  Gate said, finished;
  const pid_t neighbour = must(fork());
  if (neighbour == 0) live("neighbour", said, finished);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) live("init", said, finished);
  const pid_t server = must(fork());
  if (server == 0) live("server", said, finished);

  for (int process = 0; process < 3; ++process) said.wait();
  observe("log.neighbour", number_inside(neighbour));
  observe("log.init", number_inside(init));
  observe("log.server", number_inside(server));

  finished.open(3);
  // An init does not end before its namespace is empty: it is the last.
  for (const pid_t process : {neighbour, server, init}) {
    must(waitpid(process, nullptr, 0));
  }
}
