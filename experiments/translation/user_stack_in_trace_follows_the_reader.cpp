// In tracefs, user stacks from outside have no file names for a reader inside.
//
// The kernel looks up the process of a stack when it prints the stack. It
// searches for the initial PID in the PID namespace of the reader.
//
//   caller ──kill()            an event with the stack of the caller
//   caller ──read(trace)       with the file of each address
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init    PID 1 inside
//   init   ──read(trace)       only addresses
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static void write_file(const std::string& name, const std::string& text) {
  const Fd file(must(open(("/tmp/" + name).c_str(), O_WRONLY | O_TRUNC)));
  must(write(file, text.data(), text.size()));
}

// Observes how many user stacks and how many file names the trace has.
static void observe_trace(const std::string& actor) {
  int stacks = 0, names = 0;
  std::ifstream trace("/tmp/trace");
  for (std::string line; std::getline(trace, line);) {
    stacks += line.find("<user stack trace>") != line.npos;
    names += line.starts_with(" => /");
  }
  observe(actor + ".count_of_stacks", stacks);
  observe(actor + ".count_of_names", names);
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tracefs", "/tmp", "tracefs", 0, nullptr));
  write_file("options/userstacktrace", "1");
  write_file("options/sym-userobj", "1");
  write_file("set_event_pid", std::to_string(getpid()));
  write_file("events/signal/signal_generate/enable", "1");
  must(kill(getpid(), SIGCHLD));  // the caller ignores it
  write_file("events/signal/signal_generate/enable", "0");
  observe_trace("caller");

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe_trace("init");
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  write_file("options/userstacktrace", "0");
  write_file("options/sym-userobj", "0");
  write_file("set_event_pid", " ");
  write_file("trace", " ");  // O_TRUNC empties the buffer
}
