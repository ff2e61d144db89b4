// A member that waits for the answer of a FUSE server delays the end of init.
//
// SIGKILL does not end the wait if the server has read the request: the kernel
// sends it only FUSE_INTERRUPT. Init waits for the member, until the server
// answers, or closes /dev/fuse. Here only the caller has this descriptor.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1
//   caller ──fork()──▶ member                         PID 2
//   caller ──mount("fuse")──▶ /tmp                    and is the server
//   member ──statfs("/tmp")──▶ caller                 waits for the answer
#include <linux/fuse.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statfs.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  Gate mounted;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    for (;;) pause();
  }
  const pid_t member = must(fork());
  if (member == 0) {
    mounted.wait();
    struct statfs answer;
    must(statfs("/tmp", &answer));
    _exit(0);
  }

  // From here on: init and the member do not have this descriptor.
  Fd fuse(must(open("/dev/fuse", O_RDWR | O_CLOEXEC)));
  const std::string options =
      "fd=" + std::to_string(fuse) + ",rootmode=40000,user_id=0,group_id=0";
  must(mount("fuse", "/tmp", "fuse", 0, options.c_str()));
  alignas(8) static char request[1 << 17];
  must(read(fuse, request, sizeof request));  // FUSE_INIT
  fuse_in_header in;
  std::memcpy(&in, request, sizeof in);
  struct {
    fuse_out_header head;
    fuse_init_out init;
  } out = {};
  out.head.len = sizeof out;
  out.head.unique = in.unique;
  out.init.major = FUSE_KERNEL_VERSION;
  out.init.minor = FUSE_KERNEL_MINOR_VERSION;
  must(write(fuse, &out, sizeof out));
  mounted.open();
  must(read(fuse, request, sizeof request));  // FUSE_STATFS, of the member

  must(kill(init, SIGKILL));
  must(read(fuse, request, sizeof request));  // FUSE_INTERRUPT: it was killed
  int status;
  const pid_t reaped = must(waitpid(-1, &status, WNOHANG));
  observe("caller.reaped_before", reaped);

  fuse.reset();
  must(waitpid(member, &status, 0));
  observe("member.ended", ending(status));
  if (reaped == 0) must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
