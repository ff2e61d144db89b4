// A bind mount keeps a PID namespace, but dead: fork into it is ENOMEM.
//
// The mount holds a reference, so the namespace stays and can be joined. But it
// died with its init: it never gets another PID, and nothing revives it.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 of the new namespace
//   caller ──mount(its ns/pid, "/tmp/kept"), then init ends
//   caller ──setns("/tmp/kept"), fork()
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // A mount namespace of its own: all that is mounted here ends with it.
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
