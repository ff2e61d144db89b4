// In tracefs, saved_tgids has TIDs and PIDs of the initial PID namespace.
//
// With the option record-tgid, the kernel remembers the PID of each thread that
// causes an event, when this thread leaves the CPU. (All processes share one
// CPU, so that init leaves it before its child can run.)
//
//   caller                         in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──kill(SIGCHLD)         for itself: an event
//   init   ──fork()──▶ child       init leaves the CPU
#include <sched.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static const char* const folder = "/tmp/instances/pidlab/";

static void write_file(const std::string& name, const std::string& text) {
  const Fd file(must(open((folder + name).c_str(), O_WRONLY)));
  must(write(file, text.data(), text.size()));
}

int main() {
  only_on_a_throwaway_machine();
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  must(sched_setaffinity(0, sizeof first, &first));
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tracefs", "/tmp", "tracefs", 0, nullptr));
  must(mkdir(folder, 0700));
  write_file("options/record-tgid", "1");
  write_file("events/signal/signal_generate/enable", "1");

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    must(kill(getpid(), SIGCHLD));  // init ignores it
    const pid_t child = must(fork());
    if (child == 0) _exit(0);
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("init.pid_outside", init);
  std::ifstream saved("/tmp/saved_tgids");
  for (pid_t tid, tgid; saved >> tid >> tgid;) {
    if (tid == init) observe("init.tgid_in_saved_tgids", tgid);
  }
  write_file("events/signal/signal_generate/enable", "0");
  write_file("options/record-tgid", "0");
  must(rmdir(folder));
}
