// At an exec by a thread, PTRACE_GETEVENTMSG gives its former TID outside.
//
// The thread that calls execve becomes the process and takes its PID, 1. The
// message has the TID it had before, in the tracer's PID namespace.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──std::thread────────────────────▶ thread   TID 2
//   caller ──PTRACE_SEIZE───────────────────▶ thread
//   thread ──execve()                                  becomes PID 1
//   caller ──PTRACE_GETEVENTMSG                        thread's TID outside
#include <sched.h>
#include <sys/ptrace.h>

#include <filesystem>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

int main(int argc, char** argv) {
  if (argc != 1) {  // after execve
    observe("init.tid", gettid());
    _exit(0);
  }
  Gate born, traced;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    std::thread thread([&] {
      observe("thread.tid", gettid());
      born.open();
      traced.wait();
      char after_exec[] = "after-exec";
      char* const arguments[] = {argv[0], after_exec, nullptr};
      must(execv("/proc/self/exe", arguments));
    });
    thread.join();
  }
  born.wait();
  pid_t thread = 0;
  const std::string tasks = "/proc/" + std::to_string(init) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks)) {
    const pid_t tid = std::stoi(task.path().filename().string());
    if (tid != init) thread = tid;
  }
  observe("init.pid_outside", init);
  observe("thread.tid_outside", thread);
  must(ptrace(PTRACE_SEIZE, thread, 0, PTRACE_O_TRACEEXEC));
  traced.open();

  int status;
  must(waitpid(init, &status, __WALL));  // the thread is now this process
  observe("caller.event", status >> 16);
  unsigned long former;
  must(ptrace(PTRACE_GETEVENTMSG, init, 0, &former));
  observe("caller.tid_from_geteventmsg", former);
  must(ptrace(PTRACE_CONT, init, 0, 0));
  must(waitpid(init, nullptr, 0));
}
