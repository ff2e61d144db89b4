// Each thread has its own ns links: setns() changes only those of its caller.
//
// /proc/PID/ns shows only the namespaces of the first thread of the process. To
// find all namespaces in use, a program has to read /proc/PID/task/TID/ns of
// every thread.
//
//   caller ──clone3(CLONE_NEWPID)──▶ init     PID 1 of the target
//   caller ──std::thread───────────▶ joiner   a thread
//   joiner ──setns(the target)
//                 /proc/PID/task/PID/ns/pid_for_children     as before
//                 /proc/PID/task/TID/ns/pid_for_children     the target
#include <linux/sched.h>
#include <sched.h>
#include <sys/syscall.h>

#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_links(const std::string& task, const std::string& who,
                          const std::string& of = "") {
  observe(who + ".ns" + of, ns_inode(task + "/ns/pid"));
  observe(who + ".ns_for_children" + of,
          ns_inode(task + "/ns/pid_for_children"));
}

int main() {
  observe("caller.ns_before", ns_inode("/proc/self/ns/pid"));
  Gate finished;
  clone_args args{.flags = CLONE_NEWPID, .exit_signal = SIGCHLD};
  const pid_t init = must(syscall(SYS_clone3, &args, sizeof args));
  if (init == 0) {
    finished.wait();
    _exit(0);
  }
  const std::string target = "/proc/" + std::to_string(init) + "/ns/pid";
  observe("init.ns", ns_inode(target));
  const Fd ns(must(open(target.c_str(), O_RDONLY | O_CLOEXEC)));

  // The caller waits in join(): both threads exist while the joiner looks.
  std::thread joiner([&] {
    must(setns(ns, CLONE_NEWPID));
    const std::string tasks = "/proc/self/task/";
    observe_links(tasks + std::to_string(getpid()), "caller");
    observe_links(tasks + std::to_string(gettid()), "joiner");
    observe_links("/proc/" + std::to_string(getpid()), "caller", "_of_process");
  });
  joiner.join();

  finished.open();
  must(waitpid(init, nullptr, 0));
}
