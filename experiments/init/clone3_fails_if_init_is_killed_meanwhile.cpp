// If init is killed while clone3(2) creates a member, clone3(2) gets ENOMEM.
//
// The new process has its PID, but it misses the SIGKILL for all members. So
// the kernel checks once more whether init ends. Here a page fault stops clone3
// while it stores the pidfd. Init waits until the PID is free again.
//
//   thread ──unshare(CLONE_NEWPID), fork()──▶ init      PID 1
//   thread ──fork()─────────────────────────▶ member    PID 2
//   thread ──clone3(CLONE_PIDFD)                        stops at the page
//   caller ──kill(init, SIGKILL)                        then provides it
#include <linux/sched.h>
#include <linux/userfaultfd.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const unsigned long size = sysconf(_SC_PAGESIZE);
  int* const pidfd =
      static_cast<int*>(must(mmap(nullptr, size, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)));
  const auto address = reinterpret_cast<unsigned long>(pidfd);
  const Fd userfault(must(syscall(SYS_userfaultfd, O_CLOEXEC)));
  uffdio_api api{UFFD_API, 0, 0};
  must(ioctl(userfault, UFFDIO_API, &api));
  uffdio_register area = {{address, size}, UFFDIO_REGISTER_MODE_MISSING, 0};
  must(ioctl(userfault, UFFDIO_REGISTER, &area));

  pid_t init = 0, member = 0;
  std::thread thread([&] {
    must(unshare(CLONE_NEWPID));
    init = must(fork());
    if (init == 0) {
      for (;;) pause();
    }
    member = must(fork());
    if (member == 0) {
      for (;;) pause();
    }
    clone_args args{
        .flags = CLONE_PIDFD, .pidfd = address, .exit_signal = SIGCHLD};
    const pid_t late = syscall(SYS_clone3, &args, sizeof args);
    if (late == 0) _exit(0);
    observe("thread.clone3", outcome(late));
    if (late != -1) must(waitpid(late, nullptr, 0));
  });
  uffd_msg fault;
  must(read(userfault, &fault, sizeof fault));

  // Init stops the creation of processes before it kills the member.
  must(kill(init, SIGKILL));
  int status;
  must(waitpid(member, &status, 0));
  observe("member.ended", ending(status));
  observe("caller.reaped_before", must(waitpid(init, &status, WNOHANG)));

  uffdio_zeropage page = {{address, size}, 0, 0};
  must(ioctl(userfault, UFFDIO_ZEROPAGE, &page));
  thread.join();
  observe("caller.fcntl_pidfd", outcome(fcntl(*pidfd, F_GETFD)));
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
