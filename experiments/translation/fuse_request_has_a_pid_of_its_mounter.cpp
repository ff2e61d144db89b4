// A FUSE request has the sender's PID in the mounter's namespace, 0 if outside.
//
// A file system in user space gets requests with the PID of the process that
// makes the call. The kernel takes it in the PID namespace of the mounter.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──mount("fuse")──▶ /tmp                    and serves it
//   caller ──statfs("/tmp")──▶ init                   pid 0
//   init   ──fork()─────────────────────────▶ child   PID 2
//   child  ──statfs("/tmp")──▶ init                   pid 2
#include <linux/fuse.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statfs.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Reads a request, answers it, and returns the PID in it.
static pid_t serve(int fuse) {
  alignas(8) static char request[1 << 17];
  must(read(fuse, request, sizeof request));
  fuse_in_header in;
  std::memcpy(&in, request, sizeof in);
  struct {
    fuse_out_header head;
    union {
      fuse_init_out init;
      fuse_statfs_out statfs;
    };
  } out = {};
  const bool first = in.opcode == FUSE_INIT;
  if (first) out.init.major = FUSE_KERNEL_VERSION;
  if (first) out.init.minor = FUSE_KERNEL_MINOR_VERSION;
  out.head.unique = in.unique;
  out.head.len =
      sizeof out.head + (first ? sizeof out.init : sizeof out.statfs);
  must(write(fuse, &out, out.head.len));
  return in.pid;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  struct statfs answer;
  Gate mounted;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd fuse(must(open("/dev/fuse", O_RDWR | O_CLOEXEC)));
    const std::string options =
        "fd=" + std::to_string(fuse) + ",rootmode=40000,user_id=0,group_id=0";
    must(mount("fuse", "/tmp", "fuse", 0, options.c_str()));
    serve(fuse);  // FUSE_INIT
    mounted.open();
    observe("init.sender_pid_of_caller", serve(fuse));
    const pid_t child = must(fork());
    if (child == 0) {
      must(statfs("/tmp", &answer));
      _exit(0);
    }
    observe("init.sender_pid_of_child", serve(fuse));
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  mounted.wait();
  observe("caller.statfs", outcome(statfs("/tmp", &answer)));
  must(waitpid(init, nullptr, 0));
}
