// /proc/sysvipc/shm and msg have PIDs of their opener's PID namespace.
//
// open fixes the PID namespace for all later reads. Other files in /proc have
// PIDs of the namespace of their mount.
//
//   caller ──shmget(), msgsnd()                      the creator, the sender
//   caller ──open(/proc/sysvipc/shm), open(/proc/sysvipc/msg)
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──shmat(), msgrcv()                       the user, the receiver
//   init   ──read()      from the caller's files, and from those that it opens
//   init   ──mount("proc"), read(/tmp/sysvipc/shm), read(/tmp/sysvipc/msg)
#include <sched.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/shm.h>

#include <sstream>

#include "experiments/experiment.h"

using namespace pidlab;

// The PIDs are two columns of the line after the names of the columns.
static void observe_pids(const std::string& where, int file, int first_column,
                         const char* first, const char* second) {
  std::string text(4096, '\0'), line, other;
  text.resize(must(pread(file, text.data(), text.size(), 0)));
  std::istringstream lines(text);
  std::getline(lines, line);
  for (int i = 1; i < first_column; ++i) lines >> other;
  pid_t pids[] = {-1, -1};
  lines >> pids[0] >> pids[1];
  observe(std::string("init.pid_of_") + first + "_in_" + where, pids[0]);
  observe(std::string("init.pid_of_") + second + "_in_" + where, pids[1]);
}

static void observe_files(const std::string& where, int shm, int msg) {
  observe_pids(where, shm, 5, "shm_creator", "shm_user");
  observe_pids(where, msg, 6, "msg_sender", "msg_receiver");
}

int main() {
  must(unshare(CLONE_NEWIPC | CLONE_NEWNS));  // segment and queue end with it
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  const int segment = must(shmget(IPC_PRIVATE, 4096, 0600));
  const int queue = must(msgget(IPC_PRIVATE, 0600));
  msgbuf message{1, {}};
  must(msgsnd(queue, &message, 1, 0));
  const int flags = O_RDONLY | O_CLOEXEC;
  const Fd shm(must(open("/proc/sysvipc/shm", flags)));
  const Fd msg(must(open("/proc/sysvipc/msg", flags)));
  observe("caller.pid", getpid());

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(shmat(segment, nullptr, 0));
    must(msgrcv(queue, &message, 1, 0, 0));
    observe_files("callers_file", shm, msg);
    const Fd own_shm(must(open("/proc/sysvipc/shm", flags)));
    const Fd own_msg(must(open("/proc/sysvipc/msg", flags)));
    observe_files("outer", own_shm, own_msg);
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    const Fd inner_shm(must(open("/tmp/sysvipc/shm", flags)));
    const Fd inner_msg(must(open("/tmp/sysvipc/msg", flags)));
    observe_files("inner", inner_shm, inner_msg);
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
