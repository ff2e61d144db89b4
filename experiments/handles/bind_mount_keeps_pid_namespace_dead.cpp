// A bind mount keeps a PID namespace, not its init: fork() fails with ENOMEM.
//
// The mount holds a reference, so the namespace still exists, and setns(2)
// accepts it. But without its init, the namespace cannot get another process,
// and no call gives it a new init.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 inside
//   caller ──mount(its ns/pid, "/tmp/kept"), then init ends
//   caller ──setns("/tmp/kept"), fork()
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // The mounts below exist only in this mount namespace, and end with it.
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mknod("/tmp/kept", S_IFREG | 0600, 0));

  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  observe("init.ns", ns_inode(link));
  must(mount(link.c_str(), "/tmp/kept", nullptr, MS_BIND, nullptr));

  finished.open();
  must(waitpid(init, nullptr, 0));  // the last process of its namespace

  observe("caller.ns_of_kept", ns_inode("/tmp/kept"));
  const Fd kept(must(open("/tmp/kept", O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(kept, CLONE_NEWPID)));

  const pid_t child = fork();
  if (child == 0) _exit(0);
  observe("caller.fork", outcome(child));
  if (child > 0) must(waitpid(child, nullptr, 0));
}
