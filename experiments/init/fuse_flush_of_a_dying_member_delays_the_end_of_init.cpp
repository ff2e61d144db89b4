// A dying member's FUSE_FLUSH, which nobody reads, delays the end of init.
//
// A process that exits closes its files, and waits until the server has
// answered FUSE_FLUSH. No signal ends this wait, and no signal removes the
// request. Here init was the server. Only the caller still has /dev/fuse.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──mount("fuse")──▶ /dev/null               and is the server
//   init   ──fork()──▶ member                         opens /dev/null
//   caller ──kill(SIGKILL)──▶ init                    which kills the member
#include <linux/fuse.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static fuse_in_header read_request(int fuse) {
  alignas(8) static char request[1 << 17];
  must(read(fuse, request, sizeof request));
  fuse_in_header in;
  std::memcpy(&in, request, sizeof in);
  return in;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  Fd fuse(must(open("/dev/fuse", O_RDWR | O_CLOEXEC)));
  Gate opened;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const std::string options =
        "fd=" + std::to_string(fuse) + ",rootmode=100644,user_id=0,group_id=0";
    must(mount("fuse", "/dev/null", "fuse", 0, options.c_str()));
    struct {
      fuse_out_header head;
      union {
        fuse_init_out init;
        fuse_open_out open;
      };
    } out = {};
    out.head.unique = read_request(fuse).unique;  // FUSE_INIT
    out.head.len = sizeof out.head + sizeof out.init;
    out.init.major = FUSE_KERNEL_VERSION;
    out.init.minor = FUSE_KERNEL_MINOR_VERSION;
    must(write(fuse, &out, out.head.len));
    if (must(fork()) == 0) {
      fuse.reset();
      must(open("/dev/null", O_RDONLY | O_CLOEXEC));
      opened.open();
      for (;;) pause();
    }
    out = {};
    out.head.unique = read_request(fuse).unique;  // FUSE_OPEN, of the member
    out.head.len = sizeof out.head + sizeof out.open;
    must(write(fuse, &out, out.head.len));
    for (;;) pause();
  }
  opened.wait();
  must(kill(init, SIGKILL));
  pollfd unread{.fd = fuse, .events = POLLIN, .revents = 0};
  must(poll(&unread, 1, -1));
  int status;
  const pid_t reaped = must(waitpid(init, &status, WNOHANG));
  observe("caller.reaped_before", reaped);
  const bool flush = read_request(fuse).opcode == FUSE_FLUSH;
  observe("caller.text", flush ? "FUSE_FLUSH" : "another request");
  fuse.reset();
  if (reaped == 0) must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
