// A member's write to cgroup.freeze freezes even its own init.
//
// A freeze is not a signal. So the protection of init does not apply, and a
// member can stop its init in this way, although it cannot by SIGSTOP.
//
//   caller ──mkdir()                   a cgroup
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init            PID 1, in the cgroup
//   caller ──fork()──▶ member          PID 2, not in the cgroup
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWCGROUP | CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("cgroup2", "/tmp", "cgroup2", 0, nullptr));
  std::string group = "/tmp/pidlab.XXXXXX";
  if (!mkdtemp(group.data())) broken(strerrorname_np(errno));
  const auto file = [&](const char* name, int flags) {
    return Fd(must(open((group + name).c_str(), flags | O_CLOEXEC)));
  };
  const Fd procs = file("/cgroup.procs", O_WRONLY);
  const Fd freeze = file("/cgroup.freeze", O_WRONLY);
  const Fd events = file("/cgroup.events", O_RDONLY);
  std::string text;
  const auto read_events = [&] {
    text.resize(99);
    text.resize(must(pread(events, text.data(), text.size(), 0)));
  };
  const auto shows = [&](const char* line) {
    return text.find(line) != text.npos;
  };
  // poll() returns when cgroup.events has changed since it was last read.
  const auto wait_for_change = [&] {
    pollfd change{.fd = events, .events = POLLPRI};
    must(poll(&change, 1, -1));
  };

  Gate ready, finish;
  const pid_t init = must(fork());
  if (init == 0) {
    must(write(procs, "0", 1));  // enters the cgroup
    ready.open();
    finish.wait();
    _exit(0);
  }
  ready.wait();
  const pid_t member = must(fork());
  if (member == 0) {
    observe("member.write", outcome(write(freeze, "1", 1)));
    finish.open();  // init reads this and exits, unless it is frozen
    while (!shows("frozen 1") && !shows("populated 0")) {
      wait_for_change();
      read_events();
    }
    observe("member.text", text);
    must(write(freeze, "0", 1));
    _exit(0);
  }
  must(waitpid(member, nullptr, 0));

  int status;
  must(waitpid(init, &status, WUNTRACED));
  observe("init.ended", ending(status));
  for (read_events(); !shows("populated 0"); read_events()) wait_for_change();
  must(rmdir(group.c_str()));
}
