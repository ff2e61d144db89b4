// autofs makes no request for a process outside its daemon's PID namespace.
//
// A lookup in a mount of autofs makes a request to an automount daemon. The
// request has PIDs of the daemon's PID namespace. For a process that has no PID
// there, the lookup fails at once, as if the name did not exist.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1, the daemon
//   init   ──mount("autofs")──▶ /tmp
//   caller ──stat("/tmp/name")                        ENOENT, no request
//   init   ──fork()──▶ child ──stat("/tmp/name")      a request with PID 2
#include <linux/auto_fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  struct stat file;
  Gate mounted, tried;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    // The daemon is a process group. Its own lookups make no request.
    must(setpgid(0, 0));
    int requests[2];
    must(pipe2(requests, O_CLOEXEC));
    const std::string options =
        "minproto=5,maxproto=5,indirect,pgrp=" + std::to_string(getpgrp()) +
        ",fd=" + std::to_string(requests[1]);
    must(mount("autofs", "/tmp", "autofs", 0, options.c_str()));
    const Fd root(must(open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
    const pid_t child = must(fork());
    if (child == 0) {
      must(setpgid(0, 0));
      tried.wait();
      observe("child.stat", outcome(stat("/tmp/name", &file)));
      _exit(0);
    }
    mounted.open();
    autofs_v5_packet request;
    must(read(requests[0], &request, sizeof request));
    observe("child.pid_in_request", request.pid);
    observe("child.tgid_in_request", request.tgid);
    must(ioctl(root, AUTOFS_IOC_FAIL, request.wait_queue_token));
    // After the first request, lookups fail without one.
    must(ioctl(root, AUTOFS_IOC_CATATONIC, 0));
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  mounted.wait();
  observe("caller.stat", outcome(stat("/tmp/name", &file)));
  tried.open();
  must(waitpid(init, nullptr, 0));
}
