// The pidfd of %F shows a core_pattern program the PIDs of all levels.
//
// %P is only the PID in the initial namespace, and %p only that in the deepest
// one. %F is 3, a pidfd of the process, and its fdinfo has also the PIDs
// between them. This file is both the experiment and the program.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ outer   PID 1 inside
//   outer  ──unshare(CLONE_NEWPID), fork()──▶ inner   PID 2 there, faults:
//                                the kernel starts the program, as a helper
#include <sched.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

struct Report {
  int fd, pid_outside, pids[3];  // %F, %P, and NSpid of the pidfd
};

static std::string write_setting(const char* path, std::string_view text) {
  const Fd file(must(open(path, O_RDWR | O_CLOEXEC)));
  std::string old(128, '\0');
  old.resize(must(pread(file, old.data(), old.size(), 0)));
  must(pwrite(file, text.data(), text.size(), 0));
  return old;
}

int main(int count, char** words) {
  if (count == 4) {  // the helper gets %F, %P, and a name of the pipe
    Report report{atoi(words[1]), atoi(words[2]), {}};
    std::ifstream info(std::string("/proc/self/fdinfo/") + words[1]);
    std::string word;
    while (word != "NSpid:" && info >> word) continue;
    info >> report.pids[0] >> report.pids[1] >> report.pids[2];
    const Fd to_caller(must(open(words[3], O_WRONLY | O_CLOEXEC)));
    must(write(to_caller, &report, sizeof report));
    return 0;
  }
  only_on_a_throwaway_machine();
  int ends[2];
  must(pipe2(ends, O_CLOEXEC));
  const std::string self = "/proc/" + std::to_string(getpid()) + "/",
                    link = "/tmp/core_helper_gets_a_pidfd_of_the_process";
  must(symlink((self + "exe").c_str(), link.c_str()));
  const char* pattern = "/proc/sys/kernel/core_pattern";
  const std::string old_pattern =
      write_setting(pattern, "|" + self + "root" + link + " %F %P " + self +
                                 "fd/" + std::to_string(ends[1]));
  // With a limit, a process does not end before its helper has ended.
  const char* limit = "/proc/sys/kernel/core_pipe_limit";
  const std::string old_limit = write_setting(limit, "4");
  must(unshare(CLONE_NEWPID));
  if (must(fork()) == 0) {
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) __builtin_trap();
    observe("outer.pid_of_inner", inner);
    must(waitpid(inner, nullptr, 0));
    _exit(0);
  }
  must(waitpid(-1, nullptr, 0));
  write_setting(pattern, old_pattern);
  write_setting(limit, old_limit);
  must(unlink(link.c_str()));
  must(close(ends[1]));
  Report report{};  // zeros if the kernel has not started the helper
  must(read(ends[0], &report, sizeof report));
  observe("caller.fd_from_helper", report.fd);
  observe("caller.pid_outside_from_helper", report.pid_outside);
  observe("caller.pid_outside_from_fdinfo", report.pids[0]);
  observe("caller.pid_in_outer_from_fdinfo", report.pids[1]);
  observe("caller.pid_inside_from_fdinfo", report.pids[2]);
}
