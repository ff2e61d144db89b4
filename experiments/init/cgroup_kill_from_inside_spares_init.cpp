// A member's write to cgroup.kill kills members, but not their own init.
//
// The kernel sends SIGKILL in the name of the process that writes. So init
// discards it if the writer is inside. If the writer is outside, the signal is
// forced.
//
//   caller ──mkdir()                         a cgroup
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init ──fork()──▶ member   PID 1 and 2, in the cgroup
//   caller ──fork()──▶ killer                    PID 3, not in the cgroup
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
  const Fd cgroup_kill = file("/cgroup.kill", O_WRONLY);
  const Fd events = file("/cgroup.events", O_RDONLY);

  Gate ready, written;
  int alive[2];
  must(pipe2(alive, O_CLOEXEC));
  const pid_t init = must(fork());
  if (init == 0) {
    must(write(procs, "0", 1));  // enters the cgroup
    const pid_t member = must(fork());
    if (member == 0) {
      for (;;) pause();
    }
    ready.open();
    int status;
    must(waitpid(member, &status, 0));
    observe("member.ended", ending(status));
    must(write(alive[1], "!", 1));
    written.wait();
    _exit(0);
  }
  ready.wait();
  must(close(alive[1]));
  const pid_t killer = must(fork());
  if (killer == 0) {
    observe("killer.write", outcome(write(cgroup_kill, "1", 1)));
    _exit(0);
  }
  must(waitpid(killer, nullptr, 0));
  char byte;
  observe("caller.bytes_from_init", must(read(alive[0], &byte, 1)));
  observe("caller.write", outcome(write(cgroup_kill, "1", 1)));
  written.open();

  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  // The kernel removes only an empty cgroup, and reports each change.
  std::string text(99, ' ');
  do {
    pollfd change{.fd = events, .events = POLLPRI};
    must(poll(&change, 1, -1));
    must(pread(events, text.data(), text.size(), 0));
  } while (text.find("populated 0") == text.npos);
  must(rmdir(group.c_str()));
}
