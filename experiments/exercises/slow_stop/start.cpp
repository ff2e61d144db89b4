// The server of a container, which runs as PID 1 there. It works, but SIGTERM
// does not end it.
#include <linux/sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Answers requests until the clients have left. On SIGTERM it has to end at
// once, with status 0.
static void serve(int clients) {
  char request;
  while (read(clients, &request, 1) == 1) {
    must(write(clients, &request, 1));
  }
}

// Below this line is the check. Leave it as it is.

static std::string life_of_a_server(bool is_told_to_stop) {
  int ends[2];
  must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  Fd ours(ends[0]), theirs(ends[1]);
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t server = must(pid_t(syscall(SYS_clone3, &args, sizeof args)));
  if (server == 0) {
    ours.reset();
    serve(theirs);
    _exit(1);  // the clients have left, and no signal came
  }
  theirs.reset();
  char byte = '?';
  must(write(ours, &byte, 1));
  must(read(ours, &byte, 1));  // the server has answered
  if (is_told_to_stop) must(kill(server, SIGTERM));
  ours.reset();  // SIGTERM was sent before this end-of-file
  int status;
  must(waitpid(server, &status, 0));
  return ending(status);
}

int main() {
  observe("stopped.ended", life_of_a_server(true));
  observe("deserted.ended", life_of_a_server(false));
}
