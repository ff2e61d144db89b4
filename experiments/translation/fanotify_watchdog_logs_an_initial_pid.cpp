// The fanotify watchdog logs the initial PID of a listener without an answer.
//
// A listener has to answer an event such as FAN_OPEN_PERM. If it has read the
// event and does not answer, the kernel log has its PID after the time in
// watchdog_timeout, also if the listener is PID 1 of another namespace.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 inside, reads an event
//   caller ──fork()──▶ opener   in the initial namespace, opens the file
#include <sched.h>
#include <sys/fanotify.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mknod("/tmp/file", S_IFREG | 0600, 0));
  const Fd timeout(
      must(open("/proc/sys/fs/fanotify/watchdog_timeout", O_RDWR | O_CLOEXEC)));
  std::string old(32, '\0');
  old.resize(must(pread(timeout, old.data(), old.size(), 0)));
  must(pwrite(timeout, "1", 1, 0));  // seconds
  const Fd log(must(open("/dev/kmsg", O_RDONLY | O_CLOEXEC)));
  must(lseek(log, 0, SEEK_END));

  Gate marked;
  const pid_t opener = must(fork());
  if (opener == 0) {
    marked.wait();
    must(open("/tmp/file", O_RDONLY));
    _exit(0);
  }
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd fanotify(must(fanotify_init(FAN_CLASS_CONTENT, O_RDONLY)));
    must(fanotify_mark(fanotify, FAN_MARK_ADD, FAN_OPEN_PERM, -1, "/tmp/file"));
    marked.open();
    fanotify_event_metadata event;
    must(read(fanotify, &event, sizeof event));
    observe("init.pid", getpid());
    for (;;) pause();
  }
  observe("init.pid_outside", init);

  // The line is "PID N (NAME) failed to respond to fanotify queue for ...".
  std::string line;
  do {  // waits for the next line
    line.resize(8192);
    line.resize(must(read(log, line.data(), line.size())));
  } while (line.find("failed to respond to fanotify") == line.npos);
  observe("init.pid_in_log", std::stoi(line.substr(line.find("PID ") + 4)));
  must(pwrite(timeout, old.data(), old.size(), 0));
  must(kill(init, SIGKILL));
  must(waitpid(init, nullptr, 0));
  must(waitpid(opener, nullptr, 0));  // its open goes on without a listener
}
