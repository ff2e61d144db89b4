// A PID namespace accepts new processes until the last thread of init ends.
//
// PID 1 is a process, not a thread. When its first thread ends, another thread
// becomes the reaper of the namespace. ps(1) then shows PID 1 as a zombie.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────▶ init       PID 1, its first thread ends
//   init   ──fork()───────────▶ witness    PID 2, gets a signal at that end
//   init   ──pthread_create()─▶ thread     TID 3, continues
//   caller ──fork()───────────▶ late       PID 4
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  Gate finish;
  int first_thread_ended[2];
  must(pipe2(first_thread_ended, O_CLOEXEC));
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    Gate listening;
    if (must(fork()) == 0) {
      sigset_t all;
      must(sigfillset(&all));
      must(sigprocmask(SIG_SETMASK, &all, nullptr));
      // The signal comes at the end of the thread that called fork.
      must(prctl(PR_SET_PDEATHSIG, SIGUSR1));
      listening.open();
      must(sigwaitinfo(&all, nullptr));
      must(write(first_thread_ended[1], "!", 1));
      for (;;) pause();
    }
    listening.wait();
    pthread_t thread;
    const auto stay = [](void* gate) -> void* {
      static_cast<Gate*>(gate)->wait();
      observe("thread.tid", gettid());
      observe("thread.pid", getpid());
      return nullptr;
    };
    if (pthread_create(&thread, nullptr, stay, &finish)) broken("no thread");
    syscall(SYS_exit, 0);  // this thread only; _exit would end them all
  }
  must(close(first_thread_ended[1]));
  char byte;
  must(read(first_thread_ended[0], &byte, 1));  // 0 if the witness was killed
  const pid_t late = fork();
  if (late == 0) {
    observe("late.pid", getpid());
    _exit(0);
  }
  observe("caller.fork_meanwhile", outcome(late));
  if (late != -1) must(waitpid(late, nullptr, 0));
  const std::string file = "/proc/" + std::to_string(init) + "/stat";
  const Fd stat(must(open(file.c_str(), O_RDONLY | O_CLOEXEC)));
  std::string text(64, ' ');  // "PID (NAME) STATE ..."
  must(read(stat, text.data(), text.size()));
  observe("init.state", text.substr(text.rfind(") ") + 2, 1));

  finish.open();
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));

  const pid_t nobody = fork();
  if (nobody == 0) _exit(0);
  observe("caller.fork_at_last", outcome(nobody));
  if (nobody != -1) must(waitpid(nobody, nullptr, 0));
}
