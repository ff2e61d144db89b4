// A small nsenter(1): it runs a command in the container of another process.
// setns succeeds, but the command runs on the host.
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Runs the command in the PID and mount namespace of the target.
static void enter(pid_t target, void (*command)()) {
  const std::string ns = "/proc/" + std::to_string(target) + "/ns/";
  const Fd pid(must(open((ns + "pid").c_str(), O_RDONLY | O_CLOEXEC)));
  const Fd mnt(must(open((ns + "mnt").c_str(), O_RDONLY | O_CLOEXEC)));
  must(setns(pid, CLONE_NEWPID));
  must(setns(mnt, CLONE_NEWNS));
  const pid_t child = must(fork());
  if (child == 0) {
    command();
    _exit(0);
  }
  must(waitpid(child, nullptr, 0));
}

// Below this line is the check. Leave it as it is.

// The PID of the reader in /proc; 0 if it has none there.
static pid_t proc_self() {
  char number[16] = {};
  const ssize_t size = readlink("/proc/self", number, sizeof number - 1);
  return size == -1 ? 0 : atoi(number);
}

static void command() {
  observe("command.pid", getpid());
  observe("command.proc_self", proc_self());
}

int main() {
  Gate ready, finished;
  clone_args args{.flags = CLONE_NEWPID | CLONE_NEWNS, .exit_signal = SIGCHLD};
  const pid_t init = must(pid_t(syscall(SYS_clone3, &args, sizeof args)));
  if (init == 0) {
    constexpr unsigned long plain = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
    must(mount("proc", "/proc", "proc", plain, nullptr));
    const pid_t service = must(fork());  // PID 2, which ends
    if (service == 0) _exit(0);
    must(waitpid(service, nullptr, 0));
    ready.open();
    finished.wait();
    _exit(0);
  }
  ready.wait();
  enter(init, command);
  finished.open();
  // The container's init, and children that the launcher has not waited for.
  int children = 0;
  while (waitpid(-1, nullptr, 0) != -1) ++children;
  observe("launcher.children_left", children);
}
