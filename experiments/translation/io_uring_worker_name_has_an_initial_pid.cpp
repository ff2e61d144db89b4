// In the name of a thread iou-wrk-N, N is a PID of the initial PID namespace.
//
// With IOSQE_ASYNC, a worker of the kernel runs a request. It is a thread of
// the process that has submitted the request, and has the TID of the submitter
// in its name. The request is complete only after the worker has this name.
//
//   caller                          in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──io_uring_enter(), IOSQE_ASYNC──▶ worker   TID 2
//   init   ──mount("proc"), read(/proc/self/task/2/comm)
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static char* map(int ring, size_t size, off_t what) {
  return static_cast<char*>(must(
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring, what)));
}

// Submits a request that does nothing, and waits until a worker has run it.
static void submit_nop(int ring, const io_uring_params& params) {
  char* const requests = map(ring, sizeof(io_uring_sqe), IORING_OFF_SQES);
  io_uring_sqe nop = {};
  nop.opcode = IORING_OP_NOP;
  nop.flags = IOSQE_ASYNC;
  memcpy(requests, &nop, sizeof nop);
  char* const queue =
      map(ring, params.sq_off.array + sizeof(__u32), IORING_OFF_SQ_RING);
  __atomic_store_n(reinterpret_cast<__u32*>(queue + params.sq_off.tail), 1,
                   __ATOMIC_RELEASE);
  must(syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, nullptr,
               0));
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    io_uring_params params = {};
    const Fd ring(must(syscall(SYS_io_uring_setup, 1, &params)));
    submit_nop(ring, params);
    must(mount("proc", "/proc", "proc", 0, nullptr));
    observe("init.pid", getpid());

    std::string name;
    std::ifstream("/proc/self/task/2/comm") >> name;
    const auto number = name.rfind('-') + 1;
    observe("worker.text", name.substr(0, number));
    observe("init.pid_in_name_of_worker", std::stoi(name.substr(number)));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
