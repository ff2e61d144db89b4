// In tracefs, set_event_pid takes PIDs of the initial PID namespace.
//
// A process in a container that writes its own PID selects another process, or
// none. The buffer is empty, and no call fails.
//
//   caller                         in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init        PID 1 inside
//   init   ──set_event_pid         with its PID inside: no event
//   init   ──set_event_pid         with its PID outside: its own events
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static const char* const folder = "/tmp/instances/pidlab/";

static void write_file(const std::string& name, const std::string& text) {
  const Fd file(must(open((folder + name).c_str(), O_WRONLY | O_TRUNC)));
  must(write(file, text.data(), text.size()));
}

// Traces a system call of this process, and counts the events in the buffer.
static int count_events(pid_t pid) {
  write_file("set_event_pid", std::to_string(pid));
  write_file("trace", " ");  // O_TRUNC empties the buffer
  write_file("events/signal/signal_generate/enable", "1");
  must(kill(getpid(), SIGCHLD));  // init ignores it
  write_file("events/signal/signal_generate/enable", "0");
  int count = 0;
  std::ifstream trace(folder + std::string("trace"));
  for (std::string line; std::getline(trace, line);) {
    count += !line.starts_with('#');
  }
  return count;
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tracefs", "/tmp", "tracefs", 0, nullptr));
  must(mkdir(folder, 0700));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // The caller's /proc is still mounted, so this is the PID outside.
    const auto self = std::filesystem::read_symlink("/proc/self").string();
    observe("init.count_by_own_pid", count_events(getpid()));
    observe("init.count_by_pid_outside", count_events(std::stoi(self)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  must(rmdir(folder));
}
