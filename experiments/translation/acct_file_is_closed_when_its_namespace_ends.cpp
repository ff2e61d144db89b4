// The kernel closes the file of acct(2) when the PID namespace ends.
//
// acct(2) opens a file, to which the kernel writes for each process of the PID
// namespace that ends. The kernel keeps it open for writing. A read lease shows
// this: the kernel refuses one on a file that is open for writing. (In the
// initial PID namespace, the file stays open until acct(NULL).)
//
//   caller ──open("/tmp/acct")
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──acct("/tmp/acct")                       does not close it
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // The file is in a file system that ends with the experiment.
  must(unshare(CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mknod("/tmp/acct", S_IFREG | 0600, 0));
  const Fd file(must(open("/tmp/acct", O_RDONLY | O_CLOEXEC)));

  Gate started, observed;
  const pid_t init = must(fork());
  if (init == 0) {
    must(acct("/tmp/acct"));
    started.open();
    observed.wait();
    _exit(0);
  }
  started.wait();
  observe("caller.fcntl_setlease", outcome(fcntl(file, F_SETLEASE, F_RDLCK)));
  observed.open();

  must(waitpid(init, nullptr, 0));
  observe("caller.fcntl_setlease_after",
          outcome(fcntl(file, F_SETLEASE, F_RDLCK)));
}
