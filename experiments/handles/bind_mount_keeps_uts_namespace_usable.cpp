// A bind mount keeps a UTS namespace usable after its last process has ended.
//
// As bind_mount_keeps_pid_namespace_dead, but with a UTS namespace. It does not
// need a process: it works as long as something refers to it.
//
//   caller ──clone3(CLONE_NEWUTS)──▶ namer    sets the host name, ends
//   caller ──mount(its ns/uts, "/tmp/kept")
//   caller ──setns("/tmp/kept"), fork()──▶ child
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

  Gate named, finished;
  clone_args args{.flags = CLONE_NEWUTS, .exit_signal = SIGCHLD};
  const pid_t namer = must(syscall(SYS_clone3, &args, sizeof args));
  if (namer == 0) {
    must(sethostname("box", 3));
    named.open();
    finished.wait();
    _exit(0);
  }
  named.wait();
  const std::string link = "/proc/" + std::to_string(namer) + "/ns/uts";
  observe("namer.ns_uts", ns_inode(link));
  must(mount(link.c_str(), "/tmp/kept", nullptr, MS_BIND, nullptr));

  finished.open();
  must(waitpid(namer, nullptr, 0));  // the last process of its namespace

  observe("caller.ns_uts_of_kept", ns_inode("/tmp/kept"));
  const Fd kept(must(open("/tmp/kept", O_RDONLY | O_CLOEXEC)));
  observe("caller.setns", outcome(setns(kept, CLONE_NEWUTS)));

  const pid_t child = fork();
  if (child == 0) {
    char name[65] = "";
    must(gethostname(name, sizeof name));
    observe("child.hostname", name);
    _exit(0);
  }
  observe("caller.fork", outcome(child));
  if (child > 0) must(waitpid(child, nullptr, 0));
}
