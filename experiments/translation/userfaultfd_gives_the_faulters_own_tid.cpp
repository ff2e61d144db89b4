// userfaultfd(2) gives the TID of a fault in the faulting thread's namespace.
//
// With UFFD_FEATURE_THREAD_ID, a message has the TID of the thread that waits
// for the page. The kernel does not translate it for the process that reads.
//
//   caller ──userfaultfd()                    for two pages
//   caller ──std::thread─────────▶ thread     reads page 1
//   caller ──clone(CLONE_NEWPID |
//                  CLONE_VM)─────▶ init       PID 1 inside, reads page 2
#include <linux/userfaultfd.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

static volatile char* pages;

// Reads a message and provides the page, so that the thread goes on.
static pid_t handle_fault(int userfault, unsigned long size) {
  uffd_msg message;
  must(read(userfault, &message, sizeof message));
  uffdio_zeropage page = {};
  page.range = {message.arg.pagefault.address & -size, size};
  must(ioctl(userfault, UFFDIO_ZEROPAGE, &page));
  return message.arg.pagefault.feat.ptid;
}

int main() {
  const unsigned long size = sysconf(_SC_PAGESIZE);
  pages = static_cast<char*>(must(
      mmap(nullptr, 2 * size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)));
  const Fd userfault(
      must(syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY)));
  uffdio_api api{UFFD_API, UFFD_FEATURE_THREAD_ID, 0};
  must(ioctl(userfault, UFFDIO_API, &api));
  uffdio_register both = {};
  both.range = {reinterpret_cast<unsigned long>(pages), 2 * size};
  both.mode = UFFDIO_REGISTER_MODE_MISSING;
  must(ioctl(userfault, UFFDIO_REGISTER, &both));

  std::thread thread([] {
    observe("thread.tid", gettid());
    static_cast<void>(pages[0]);
  });
  observe("caller.tid_of_thread", handle_fault(userfault, size));
  thread.join();

  alignas(16) static char stack[16384];
  const auto read_page = [](void* page) -> int {
    return *static_cast<volatile char*>(page);
  };
  const pid_t init =
      must(clone(read_page, std::end(stack), CLONE_NEWPID | CLONE_VM | SIGCHLD,
                 const_cast<char*>(pages + size)));
  observe("init.pid_outside", init);
  observe("caller.tid_of_init", handle_fault(userfault, size));
  must(waitpid(init, nullptr, 0));
}
