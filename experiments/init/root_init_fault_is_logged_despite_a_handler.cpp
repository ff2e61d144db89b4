// A SIGSEGV with a handler is logged only for the init of the machine.
//
// The kernel logs a fault whose signal has no handler. It logs every fault of
// PID 1 of the initial PID namespace, also one with a handler.
//
//   caller                                          PID 1 of the initial one
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init  PID 1 inside
//   caller ──read()──▶ /dev/kmsg
//   caller ──reboot(LINUX_REBOOT_CMD_RESTART)
#include <linux/reboot.h>
#include <sched.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <termios.h>

#include "experiments/experiment.h"

using namespace pidlab;

static sigjmp_buf before_the_fault;
static volatile sig_atomic_t handler_runs;

static void fault() {
  // A page that cannot be accessed.
  void* page =
      must(mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (sigsetjmp(before_the_fault, 1) == 0)
    *static_cast<volatile char*>(page) = 1;
}

int main() {
  only_on_a_throwaway_machine();
  if (getpid() != 1) broken("not PID 1: let the machine's init exec this");
  observe("caller.ns", ns_inode("/proc/self/ns/pid"));

  // The log is switched off on arm64. User-Mode Linux does not have the switch.
  const Fd log_faults(open("/proc/sys/debug/exception-trace", O_WRONLY));
  observe("caller.open", outcome(log_faults));
  if (log_faults != -1) must(write(log_faults, "1", 1));
  must(prctl(PR_SET_NAME, "fault"));  // "fault[PID]: segfault at", on x86
  must(signal(SIGSEGV, [](int) {
    handler_runs = handler_runs + 1;
    siglongjmp(before_the_fault, 1);
  }));
  const Fd kmsg(must(open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)));
  must(lseek(kmsg, 0, SEEK_END));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    fault();
    observe("init.handler_runs", handler_runs);
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  fault();
  observe("caller.handler_runs", handler_runs);

  char text[8192];
  ssize_t size;
  int all = 0, of_1 = 0;
  while ((size = read(kmsg, text, sizeof text)) != -1) {
    const std::string_view message(text, size);
    if (message.find(";fault[1]: ") != message.npos) ++of_1;
    if (message.find(";fault[") != message.npos) ++all;
  }
  observe("caller.read", outcome(size));  // EAGAIN: no other message
  observe("caller.count_of_messages_of_1", of_1);
  observe("caller.count_of_messages", all);

  // Drain the serial line before the machine stops.
  if (isatty(STDOUT_FILENO)) must(tcdrain(STDOUT_FILENO));
  must(reboot(LINUX_REBOOT_CMD_RESTART));
}
