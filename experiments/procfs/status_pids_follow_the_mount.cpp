// In /proc/PID/status, Pid, Tgid, PPid, TracerPid are of the mount's namespace.
//
// A mount of proc belongs to one PID namespace, and every reader sees the same
// values. A parent or a tracer that has no PID in that namespace is shown as 0.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──mount("proc")──▶ /tmp/proc               init's namespace
//   init   ──fork(), PTRACE_SEIZE───────────▶ child   PID 2
//   caller ──PTRACE_SEIZE───────────────────▶ init
//   caller ──read(status of init)    in both mounts; child reads its own
#include <sched.h>
#include <sys/mount.h>
#include <sys/ptrace.h>

#include <filesystem>
#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static pid_t value(const std::string& status, const std::string& line) {
  std::ifstream file(status);
  for (std::string word; word != line && file >> word;) {
  }
  pid_t number = -1;
  file >> number;
  return number;
}

static void observe_status(const std::string& actor, const std::string& where,
                           const std::string& status) {
  observe(actor + ".pid_in_" + where, value(status, "Pid:"));
  observe(actor + ".tgid_in_" + where, value(status, "Tgid:"));
  observe(actor + ".ppid_in_" + where, value(status, "PPid:"));
  observe(actor + ".tracer_pid_in_" + where, value(status, "TracerPid:"));
}

int main() {
  observe("caller.pid", getpid());
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/proc", 0755));

  Gate ready, observed;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp/proc", "proc", 0, nullptr));
    const pid_t child = must(fork());
    if (child == 0) {
      ready.wait();
      const auto self = std::filesystem::read_symlink("/proc/self").string();
      observe("child.pid_outside", std::stoi(self));
      observe_status("child", "outer", "/proc/self/status");
      observe_status("child", "inner", "/tmp/proc/self/status");
      observed.open();
      for (;;) pause();  // until init ends
    }
    must(ptrace(PTRACE_SEIZE, child, 0, 0));
    ready.open(2);
    observed.wait();
    observed.wait();
    _exit(0);
  }
  ready.wait();
  must(ptrace(PTRACE_SEIZE, init, 0, 0));
  observe("init.pid_outside", init);
  observe_status("init", "outer", "/proc/" + std::to_string(init) + "/status");
  observe_status("init", "inner", "/tmp/proc/1/status");
  observed.open();
  must(waitpid(init, nullptr, 0));
}
