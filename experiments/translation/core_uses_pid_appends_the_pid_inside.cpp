// With core_uses_pid, the name of a core file ends with the PID inside.
//
// The kernel appends the PID of the process in its own PID namespace if the
// pattern does not have %p. Two containers can write the same name.
//
//   caller                            in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init           PID 1 inside, faults: the-core.1
#include <dirent.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Writes a value to a file of the kernel, and returns the old one.
static std::string exchange(const char* path, const std::string& value) {
  const Fd file(must(open(path, O_RDWR | O_CLOEXEC)));
  std::string old(128, '\0');
  old.resize(must(pread(file, old.data(), old.size(), 0)));
  must(pwrite(file, value.data(), value.size(), 0));
  return old;
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(chdir("/tmp"));
  const char* const pattern = "/proc/sys/kernel/core_pattern";
  const char* const uses_pid = "/proc/sys/kernel/core_uses_pid";
  const std::string old_pattern = exchange(pattern, "the-core");
  const std::string old_uses_pid = exchange(uses_pid, "1");
  const rlimit no_limit{RLIM_INFINITY, RLIM_INFINITY};
  must(setrlimit(RLIMIT_CORE, &no_limit));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) __builtin_trap();
  observe("init.pid_outside", init);
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  exchange(pattern, old_pattern);
  exchange(uses_pid, old_uses_pid);

  DIR* folder = opendir(".");
  while (const dirent* file = folder ? readdir(folder) : nullptr) {
    if (file->d_name[0] != '.') observe("caller.text", file->d_name);
  }
}
