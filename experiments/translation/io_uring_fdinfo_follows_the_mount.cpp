// In a ring's fdinfo, SqThread is a TID of the mount's namespace (Linux 7.2).
//
// With IORING_SETUP_SQPOLL, a thread of the kernel submits the requests. It is
// a thread of the process that has created the ring. Older kernels show its TID
// in the initial PID namespace, in every mount of proc.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──io_uring_setup(SQPOLL)─────────▶ poller   TID 2
//   init   ──read(fdinfo)                    in the caller's /proc
//   init   ──mount("proc"), read(fdinfo)     in its own
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <filesystem>
#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// The TID in the line "SqThread:".
static pid_t sq_thread(const std::string& fdinfo) {
  std::ifstream file(fdinfo);
  for (std::string word; word != "SqThread:" && file >> word;) {
  }
  pid_t tid = -7;
  return file >> tid, tid;
}

// Lets the poller submit one request, so that it has run, and waits until it
// has released the lock of the ring.
static void submit_nop(int ring, const io_uring_params& params) {
  char* const queue = static_cast<char*>(
      must(mmap(nullptr, params.sq_off.array + sizeof(__u32),
                PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING)));
  __atomic_store_n(reinterpret_cast<__u32*>(queue + params.sq_off.tail), 1,
                   __ATOMIC_RELEASE);
  must(syscall(SYS_io_uring_enter, ring, 0, 1,
               IORING_ENTER_GETEVENTS | IORING_ENTER_SQ_WAKEUP, nullptr, 0));
  syscall(SYS_io_uring_register, ring, IORING_UNREGISTER_FILES, nullptr, 0);
}

static pid_t other_task(const std::string& proc) {
  const auto self = std::filesystem::read_symlink(proc + "/self");
  pid_t tid = -7;
  for (const auto& task :
       std::filesystem::directory_iterator(proc + "/self/task")) {
    if (task.path().filename() != self) tid = std::stoi(task.path().filename());
  }
  return tid;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    io_uring_params params = {};
    params.flags = IORING_SETUP_SQPOLL;
    const Fd ring(must(syscall(SYS_io_uring_setup, 1, &params)));
    submit_nop(ring, params);
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    const std::string fdinfo = "/self/fdinfo/" + std::to_string(ring);
    observe("poller.tid_outside", other_task("/proc"));
    observe("poller.tid", other_task("/tmp"));
    observe("init.tid_of_poller_in_outer", sq_thread("/proc" + fdinfo));
    observe("init.tid_of_poller_in_inner", sq_thread("/tmp" + fdinfo));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
