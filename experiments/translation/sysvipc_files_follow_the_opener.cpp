// /proc/sysvipc/shm has PIDs of its opener's PID namespace, not of the mount's.
//
// open fixes the PID namespace for all later reads. Other files in /proc have
// PIDs of the namespace of their mount.
//
//   caller ──shmget(), open(/proc/sysvipc/shm)
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──shmat()                                 the last user
//   init   ──read()      from the caller's file, and from one that it opens
//   init   ──mount("proc"), read(/tmp/sysvipc/shm)
#include <sched.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/shm.h>

#include <sstream>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_segment(const std::string& where, int file) {
  std::string text(4096, '\0'), line;
  text.resize(must(pread(file, text.data(), text.size(), 0)));
  std::istringstream lines(text);
  std::getline(lines, line);  // the names of the columns
  std::string key, id, mode, size;
  pid_t creator = -1, last_user = -1;
  lines >> key >> id >> mode >> size >> creator >> last_user;
  observe("init.pid_of_shm_creator_in_" + where, creator);
  observe("init.pid_of_shm_user_in_" + where, last_user);
}

int main() {
  must(unshare(CLONE_NEWIPC | CLONE_NEWNS));  // the segment ends with it
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  const int segment = must(shmget(IPC_PRIVATE, 4096, 0600));
  const int flags = O_RDONLY | O_CLOEXEC;
  const Fd callers(must(open("/proc/sysvipc/shm", flags)));
  observe("caller.pid", getpid());

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(shmat(segment, nullptr, 0));
    observe_segment("callers_file", callers);
    const Fd own(must(open("/proc/sysvipc/shm", flags)));
    observe_segment("outer", own);
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    const Fd inner(must(open("/tmp/sysvipc/shm", flags)));
    observe_segment("inner", inner);
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
