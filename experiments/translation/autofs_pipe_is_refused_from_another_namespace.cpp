// autofs refuses the pipe of a daemon in another PID namespace with EINVAL.
//
// If an automount daemon ends, its mount can get a new one, which gives its
// pipe to the mount. The process group of the new daemon replaces that of the
// old one, and must be in the same PID namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1, the daemon
//   init   ──mount("autofs")──▶ /tmp                 pgrp=1
//   caller ──ioctl(AUTOFS_DEV_IOCTL_SETPIPEFD)       EINVAL
//   init   ──ioctl(AUTOFS_DEV_IOCTL_SETPIPEFD)       ok
#include <linux/auto_fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

// As in <linux/auto_dev-ioctl.h>, which is not valid C++.
struct autofs_dev_ioctl {
  __u32 ver_major, ver_minor, size;
  __s32 ioctlfd;
  alignas(__u64) __s32 pipefd;
};

static std::string set_pipe(int device, int mount, int pipe) {
  autofs_dev_ioctl argument{1, 0, sizeof argument, mount, pipe};
  return outcome(ioctl(device, _IOWR(0x93, 0x78, autofs_dev_ioctl), &argument));
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  const Fd device(must(open("/dev/autofs", O_RDONLY | O_CLOEXEC)));
  int requests[2];
  must(pipe2(requests, O_CLOEXEC));
  Gate mounted, tried;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(setpgid(0, 0));
    const std::string options = "minproto=5,maxproto=5,indirect,pgrp=1,fd=" +
                                std::to_string(requests[1]);
    must(mount("autofs", "/tmp", "autofs", 0, options.c_str()));
    const Fd root(must(open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
    observe("init.ioctl_before", set_pipe(device, root, requests[1]));
    must(ioctl(root, AUTOFS_IOC_CATATONIC, 0));  // the mount has no daemon now
    mounted.open();
    tried.wait();
    observe("init.ioctl", set_pipe(device, root, requests[1]));
    _exit(0);
  }
  mounted.wait();
  const Fd root(must(open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  observe("caller.ioctl", set_pipe(device, root, requests[1]));
  tried.open();
  must(waitpid(init, nullptr, 0));
}
