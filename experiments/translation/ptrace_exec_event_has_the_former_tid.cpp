// At an exec by a thread, PTRACE_GETEVENTMSG gives its former TID outside.
//
// The thread that calls execve becomes the process and takes its PID, 1. The
// message has the TID it had before, in the tracer's PID namespace. Until the
// tracer has waited, ptrace fails with ESRCH if this TID is not the new one.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──std::thread────────────────────▶ thread   TID 2
//   caller ──PTRACE_SEIZE───────────────────▶ thread
//   thread ──execve()                                  becomes PID 1
//   caller ──PTRACE_GETEVENTMSG                        thread's TID outside
//   init   ──execve()                                  keeps its PID
#include <sched.h>
#include <sys/ptrace.h>

#include <filesystem>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_exec(pid_t init, const std::string& of = "") {
  siginfo_t info;
  must(waitid(P_PID, init, &info, WSTOPPED | WEXITED | WNOWAIT | __WALL));
  unsigned long former;
  observe("caller.ptrace_geteventmsg_before" + of,
          outcome(ptrace(PTRACE_GETEVENTMSG, init, 0, &former)));
  int status;
  must(waitpid(init, &status, __WALL));  // the thread is now this process
  observe("caller.event" + of, status >> 16);
  must(ptrace(PTRACE_GETEVENTMSG, init, 0, &former));
  observe("caller.tid_from_geteventmsg" + of, former);
  must(ptrace(PTRACE_CONT, init, 0, 0));
}

int main(int argc, char** argv) {
  char after[] = "after-exec", exe[] = "/proc/self/exe";
  char* const once[] = {argv[0], after, nullptr};
  char* const twice[] = {argv[0], after, after, nullptr};
  if (argc == 2) must(execv(exe, twice));
  if (argc == 3) {
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
      must(execv(exe, once));
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
  observe_exec(init);
  observe_exec(init, "_of_init");
  must(waitpid(init, nullptr, 0));
}
