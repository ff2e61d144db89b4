// In the name of a thread iou-sqp-N, N is a PID of the initial PID namespace.
//
// With IORING_SETUP_SQPOLL, a thread of the kernel submits the requests. It is
// a thread of the process that has created the ring, and has the TID of this
// process in its name. That it has another TID inside makes no difference.
//
//   caller                          in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──io_uring_setup(SQPOLL)─────────▶ poller   TID 2
//   init   ──mount("proc"), read(/proc/self/task/2/comm)
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// Lets the poller submit one request, so that it has run and has its name.
static void submit_nop(int ring, const io_uring_params& params) {
  char* const queue = static_cast<char*>(
      must(mmap(nullptr, params.sq_off.array + sizeof(__u32),
                PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING)));
  __atomic_store_n(reinterpret_cast<__u32*>(queue + params.sq_off.tail), 1,
                   __ATOMIC_RELEASE);
  must(syscall(SYS_io_uring_enter, ring, 0, 1,
               IORING_ENTER_GETEVENTS | IORING_ENTER_SQ_WAKEUP, nullptr, 0));
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    io_uring_params params = {};
    params.flags = IORING_SETUP_SQPOLL;
    const Fd ring(must(syscall(SYS_io_uring_setup, 1, &params)));
    submit_nop(ring, params);
    must(mount("proc", "/proc", "proc", 0, nullptr));
    observe("init.pid", getpid());

    std::string name;
    std::ifstream("/proc/self/task/2/comm") >> name;
    const auto number = name.rfind('-') + 1;
    observe("poller.text", name.substr(0, number));
    observe("init.pid_in_name_of_poller", std::stoi(name.substr(number)));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
