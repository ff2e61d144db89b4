// For an event caused outside, fanotify gives PID 0 and no pidfd (FAN_NOPIDFD).
//
// An event has the PID of the process that caused it, in the namespace of the
// process that reads the event. With FAN_REPORT_PIDFD it also has a pidfd.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──fanotify_init(), fanotify_mark()
//   caller ──open(the file)                           pid 0, FAN_NOPIDFD
//   init   ──fork()─────────────────────────▶ child   PID 2
//   child  ──open(the file)                           pid 2, a pidfd
#include <sched.h>
#include <sys/fanotify.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_event(const std::string& actor, int fanotify) {
  struct {
    fanotify_event_metadata event;
    fanotify_event_info_pidfd info;
  } record;
  must(read(fanotify, &record, sizeof record));
  observe("init.sender_pid_of_" + actor, record.event.pid);
  observe("init.fd_of_" + actor, record.info.pidfd < 0 ? record.info.pidfd : 0);
  must(close(record.event.fd));
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mknod("/tmp/file", S_IFREG | 0600, 0));

  Gate marked, opened;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd fanotify(must(fanotify_init(
        FAN_CLOEXEC | FAN_NONBLOCK | FAN_REPORT_PIDFD, O_RDONLY | O_CLOEXEC)));
    must(fanotify_mark(fanotify, FAN_MARK_ADD, FAN_OPEN, -1, "/tmp/file"));
    marked.open();
    opened.wait();
    observe_event("caller", fanotify);

    const pid_t child = must(fork());
    if (child == 0) {
      must(open("/tmp/file", O_RDONLY));
      _exit(0);
    }
    must(waitid(P_PID, child, nullptr, WEXITED | WNOWAIT));
    observe_event("child", fanotify);
    _exit(0);
  }
  marked.wait();
  must(open("/tmp/file", O_RDONLY));
  opened.open();
  must(waitpid(init, nullptr, 0));
}
