// If cad_pid names an init inside, Ctrl-Alt-Del sends SIGINT to that init.
//
// If ctrl-alt-del is 0, the keys do not restart the machine. The kernel then
// sends SIGINT to one process. The keyboard controller returns the codes of the
// keys that the caller gives it, as if they had come from a keyboard.
//
//   caller                          in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside, writes 1 to cad_pid
//   caller ──Ctrl + Alt + Del──▶ SIGINT to init
#include <linux/reboot.h>
#include <sched.h>
#include <sys/reboot.h>

#if __has_include(<sys/io.h>)
#include <sys/io.h>
#else  // without CONFIG_X86_IOPL_IOPERM, the experiment is SKIPped
static int ioperm(unsigned long, unsigned long, int) { return -1; }
static unsigned char inb(unsigned short) { return 0; }
static void outb(unsigned char, unsigned short) {}
#endif

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  const Fd cad_pid(must(open("/proc/sys/kernel/cad_pid", O_RDWR | O_CLOEXEC)));
  must(ioperm(0x60, 5, 1));
  must(reboot(LINUX_REBOOT_CMD_CAD_OFF));

  sigset_t sigint;
  must(sigemptyset(&sigint));
  must(sigaddset(&sigint, SIGINT));
  must(sigprocmask(SIG_BLOCK, &sigint, nullptr));
  Gate ready;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    observe("init.pwrite", outcome(pwrite(cad_pid, "1", 1, 0)));
    ready.open();
    siginfo_t info;
    must(sigwaitinfo(&sigint, &info));
    observe("init.si_signo", info.si_signo);
    observe("init.si_code", info.si_code);
    observe("init.si_pid", info.si_pid);
    _exit(0);
  }
  ready.wait();
  // Ctrl, Alt and Del are pressed, and released.
  for (const int code : {0x1d, 0x38, 0x53, 0xd3, 0xb8, 0x9d}) {
    outb(0xd2, 0x64);  // the next byte is as one from the keyboard
    outb(code, 0x60);
    while ((inb(0x64) & 1) != 0) sched_yield();  // until the kernel has read it
  }
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
  must(pwrite(cad_pid, "1", 1, 0));
  must(reboot(LINUX_REBOOT_CMD_CAD_ON));
}
