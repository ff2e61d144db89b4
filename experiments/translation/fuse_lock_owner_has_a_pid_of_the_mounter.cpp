// A FUSE server names a lock's owner by the PID in the mounter's namespace.
//
// F_GETLK gives the process that asks the PID of this owner in its own PID
// namespace, as for other file systems.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──mount("fuse")──▶ /tmp/file               serves it: 1 has a lock
//   caller ──fcntl(F_GETLK)──▶ init                   the PID of init outside
#include <linux/fuse.h>
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Answers requests, until the file is closed.
static void serve(int fuse) {
  alignas(8) static char request[1 << 17];
  fuse_in_header in;
  do {
    must(read(fuse, request, sizeof request));
    std::memcpy(&in, request, sizeof in);
    struct {
      fuse_out_header head;
      union {
        fuse_init_out init;
        fuse_open_out open;
        fuse_lk_out lock;
      };
    } out = {{sizeof out.head, 0, in.unique}, {}};
    if (in.opcode == FUSE_INIT) {
      out.init = {FUSE_KERNEL_VERSION, FUSE_KERNEL_MINOR_VERSION};
      out.init.flags = FUSE_POSIX_LOCKS;
      out.head.len += sizeof out.init;
    }
    if (in.opcode == FUSE_OPEN) out.head.len += sizeof out.open;
    if (in.opcode == FUSE_GETLK) {
      out.lock.lk = {0, 0, F_WRLCK, 1};  // PID 1
      out.head.len += sizeof out.lock;
    }
    must(write(fuse, &out, out.head.len));
  } while (in.opcode != FUSE_FLUSH);
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  Gate mounted;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd fuse(must(open("/dev/fuse", O_RDWR | O_CLOEXEC)));
    must(close(must(open("/tmp/file", O_CREAT | O_CLOEXEC, 0600))));
    const std::string options =
        "fd=" + std::to_string(fuse) + ",rootmode=100600,user_id=0,group_id=0";
    must(mount("fuse", "/tmp/file", "fuse", 0, options.c_str()));
    mounted.open();
    serve(fuse);
    _exit(0);
  }
  observe("init.pid_outside", init);
  mounted.wait();
  {
    const Fd file(must(open("/tmp/file", O_RDONLY | O_CLOEXEC)));
    struct flock lock = {.l_type = F_WRLCK};
    must(fcntl(file, F_GETLK, &lock));
    observe("caller.lock_owner", lock.l_pid);
  }
  must(waitpid(init, nullptr, 0));
}
