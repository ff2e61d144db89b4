// NS_GET_PARENT and NS_GET_USERNS open files read-only, with close-on-exec.
//
// The caller of the ioctl cannot choose flags. To pass the file to the program
// that execve runs, the caller has to duplicate it.
//
//   caller ──ioctl(file of init's ns)      opens its parent and its owner
//   caller ──write()                       EBADF
//   caller ──execve(this program)          program: which are open?
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main(int argc, char** argv) {
  if (argc == 4) {
    observe("caller.fcntl_parent_after",
            outcome(fcntl(atoi(argv[1]), F_GETFD)));
    observe("caller.fcntl_owner_after", outcome(fcntl(atoi(argv[2]), F_GETFD)));
    observe("caller.fcntl_copy_after", outcome(fcntl(atoi(argv[3]), F_GETFD)));
    _exit(0);
  }
  Gate finished;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string link = "/proc/" + std::to_string(init) + "/ns/pid";
  const Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
  const int parent = must(ioctl(file, NS_GET_PARENT));
  const int owner = must(ioctl(file, NS_GET_USERNS));
  const int copy = must(dup(parent));  // without close-on-exec

  observe("caller.fcntl_parent", outcome(fcntl(parent, F_GETFD)));
  observe("caller.fcntl_owner", outcome(fcntl(owner, F_GETFD)));
  observe("caller.write_parent", outcome(write(parent, "", 1)));
  observe("caller.write_owner", outcome(write(owner, "", 1)));

  finished.open();
  must(waitpid(init, nullptr, 0));
  must(execl("/proc/self/exe", argv[0], std::to_string(parent).c_str(),
             std::to_string(owner).c_str(), std::to_string(copy).c_str(),
             nullptr));
}
