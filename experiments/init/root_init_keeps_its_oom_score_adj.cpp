// The init of the machine keeps its oom_score_adj even if it shares its memory.
//
// oom_score_adj belongs to the memory: if several processes share it, a write
// for one changes them all. The kernel leaves out the init of the machine.
//
//   caller                              PID 1 of the initial namespace
//   caller ──clone(CLONE_VM)──▶ first   shares the memory of the caller
//   caller ──clone(CLONE_VM)──▶ second  shares it as well
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

static int wait_for_a_signal(void*) {
  for (;;) pause();
}

static std::string path_of(pid_t pid) {
  return "/proc/" + std::to_string(pid) + "/oom_score_adj";
}

static int oom_score_adj(pid_t pid) {
  const Fd file(must(open(path_of(pid).c_str(), O_RDONLY | O_CLOEXEC)));
  char text[16] = {};
  must(read(file, text, sizeof text - 1));
  return atoi(text);
}

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));
  observe("caller.oom_score_adj_before", oom_score_adj(1));

  alignas(16) static char stacks[2][1 << 16];
  const int flags = CLONE_VM | SIGCHLD;
  const pid_t first = must(
      clone(wait_for_a_signal, stacks[0] + sizeof *stacks, flags, nullptr));
  const pid_t second = must(
      clone(wait_for_a_signal, stacks[1] + sizeof *stacks, flags, nullptr));
  {
    const Fd file(must(open(path_of(first).c_str(), O_WRONLY | O_CLOEXEC)));
    must(write(file, "500", 3));
  }
  observe("first.oom_score_adj_after", oom_score_adj(first));
  observe("second.oom_score_adj_after", oom_score_adj(second));
  observe("caller.oom_score_adj_after", oom_score_adj(1));

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
