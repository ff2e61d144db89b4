// The program of a pipe in core_pattern runs in the initial PID namespace.
//
// A thread of the kernel starts it, wherever the process is that dumps core. In
// the /proc of the program, %P leads to this process. This file is both the
// experiment and the program.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 of the new namespace, faults
//                               the kernel starts the program, as a helper
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

struct Report {
  ino_t ns;
  pid_t pid_outside, pid_inside;  // %P and %p
  ino_t ns_of_pid_outside;
};

// Writes a setting and returns the old one.
static std::string write_setting(const char* path, std::string_view text) {
  const Fd file(must(open(path, O_RDWR | O_CLOEXEC)));
  std::string old(128, '\0');
  old.resize(must(pread(file, old.data(), old.size(), 0)));
  must(pwrite(file, text.data(), text.size(), 0));
  return old;
}

int main(int count, char** words) {
  if (count == 4) {  // the helper gets %P, %p, and a name of the pipe
    const std::string folder = std::string("/proc/") + words[1];
    const Report report{ns_inode("/proc/self/ns/pid"), atoi(words[1]),
                        atoi(words[2]), ns_inode(folder + "/ns/pid")};
    const Fd to_caller(must(open(words[3], O_WRONLY | O_CLOEXEC)));
    must(write(to_caller, &report, sizeof report));
    return 0;
  }
  only_on_a_throwaway_machine();
  int ends[2];
  must(pipe2(ends, O_CLOEXEC));
  const std::string self = "/proc/" + std::to_string(getpid()) + "/";
  const std::string link = "/tmp/core_helper_runs_in_the_initial_namespace";
  must(symlink((self + "exe").c_str(), link.c_str()));
  const char *pattern = "/proc/sys/kernel/core_pattern",
             *limit = "/proc/sys/kernel/core_pipe_limit";
  const std::string old_pattern =
      write_setting(pattern, "|" + self + "root" + link + " %P %p " + self +
                                 "fd/" + std::to_string(ends[1]));
  // With a limit, a process does not end before its helper has ended.
  const std::string old_limit = write_setting(limit, "4");

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.ns", ns_inode("/proc/self/ns/pid"));
    __builtin_trap();
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
  write_setting(pattern, old_pattern);
  write_setting(limit, old_limit);
  must(unlink(link.c_str()));
  must(close(ends[1]));
  Report report{};  // zeros if the kernel has not started the helper
  must(read(ends[0], &report, sizeof report));
  observe("caller.ns_of_helper", report.ns);
  observe("caller.pid_outside_from_helper", report.pid_outside);
  observe("caller.ns_of_pid_outside", report.ns_of_pid_outside);
  observe("caller.pid_inside_from_helper", report.pid_inside);
}
