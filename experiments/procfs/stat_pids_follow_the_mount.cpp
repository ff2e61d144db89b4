// In /proc/PID/stat, ppid, pgrp, session and tpgid follow the mount, or are 0.
//
// stat has the parent, the process group, the session and the foreground
// process group of the terminal. Each is translated for the mount of proc.
//
//   leader ──TIOCSCTTY, unshare(CLONE_NEWPID)
//   leader ──fork()────────▶ init    PID 1 inside, in leader's session
//   init   ──mount("proc")           on /tmp/proc: init's namespace
//   init   ──fork()────────▶ child   PID 2
//   child  ──setsid(), TIOCSCTTY     leader of a session inside
//   leader ──read(stat)              of both, in /proc and in /tmp/proc
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// Makes the caller the leader of a session with a terminal.
static void lead_a_session() {
  const int control = O_RDWR | O_NOCTTY | O_CLOEXEC, unlocked = 0;
  must(setsid());
  const int master = must(open("/dev/ptmx", control));
  must(ioctl(master, TIOCSPTLCK, &unlocked));
  const int terminal = must(ioctl(master, TIOCGPTPEER, control));
  must(ioctl(terminal, TIOCSCTTY, 0));
}

static void observe_stat(const std::string& actor, const std::string& where,
                         const std::string& stat) {
  std::string name, state;
  pid_t pid = -1, ppid = -1, group = -1, session = -1, tty, foreground = -1;
  std::ifstream(stat) >> pid >> name >> state >> ppid >> group >> session >>
      tty >> foreground;
  observe(actor + ".pid_in_" + where, pid);
  observe(actor + ".ppid_in_" + where, ppid);
  observe(actor + ".pgid_in_" + where, group);
  observe(actor + ".sid_in_" + where, session);
  observe(actor + ".pgid_of_terminal_in_" + where, foreground);
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  const pid_t leader = must(fork());
  if (leader == 0) {
    lead_a_session();
    observe("leader.pid", getpid());
    Gate ready, finished;
    must(unshare(CLONE_NEWPID));
    const pid_t init = must(fork());
    if (init == 0) {
      must(mount("proc", "/tmp", "proc", 0, nullptr));
      if (must(fork()) == 0) {
        lead_a_session();
        ready.open();
      }
      finished.wait();
      _exit(0);
    }
    ready.wait();
    observe("init.pid_outside", init);
    observe_stat("init", "outer", "/proc/" + std::to_string(init) + "/stat");
    observe_stat("init", "inner", "/tmp/1/stat");
    observe_stat("child", "inner", "/tmp/2/stat");
    finished.open(2);
    must(waitpid(init, nullptr, 0));
    _exit(0);
  }
  must(waitpid(leader, nullptr, 0));
}
