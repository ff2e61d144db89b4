// A launcher logs the ID of each container's PID namespace. After some hundred
// thousand containers clone fails: "No space left on device".
#include <linux/sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// The ID of the PID namespace of a process: the inode of its file.
static ino_t id_of(pid_t process) {
  const std::string file = "/proc/" + std::to_string(process) + "/ns/pid";
  const Fd ns(must(open(file.c_str(), O_RDONLY | O_CLOEXEC)));
  struct stat about;
  must(fstat(ns, &about));
  return about.st_ino;
}

// Below this line is the check. Leave it as it is.

static void run_container(const std::string& name) {
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(pid_t(syscall(SYS_clone3, &args, sizeof args)));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  observe(name + ".ns", ns_inode("/proc/" + std::to_string(init) + "/ns/pid"));
  observe(name + ".logged", id_of(init));
  finished.open();
  must(waitpid(init, nullptr, 0));
}

// How many PID namespaces this process keeps alive by an open file.
static int namespaces_held() {
  int count = 0;
  for (int fd = 0; fd < 1024; ++fd) {
    char target[32] = {};
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    if (readlink(link.c_str(), target, sizeof target - 1) == -1) continue;
    count += std::string_view(target).starts_with("pid:[");
  }
  return count;
}

int main() {
  run_container("first");
  run_container("second");
  run_container("third");
  observe("launcher.namespaces_held", namespaces_held());
}
