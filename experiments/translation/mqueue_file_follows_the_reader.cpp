// NOTIFY_PID in a message queue's file is translated for the reader, or is 0.
//
// The file of a queue shows the process that mq_notify(3) has registered. A
// reader for which this process has no PID reads 0, as for no process at all.
//
//   caller ──mq_notify()
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──read(the queue)                         0; for caller, its PID
//   init   ──mq_notify()                             once the caller has gone
//   init   ──read(the queue)                         1; for caller, another
#include <mqueue.h>
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_notify_pid(const std::string& name, int queue) {
  char text[128] = {};
  must(pread(queue, text, sizeof text - 1, 0));
  const char* at = strstr(text, "NOTIFY_PID:");
  observe(name, at ? std::atoi(at + 11) : -1);
}

int main() {
  sigevent event = {};
  event.sigev_notify = SIGEV_NONE;

  must(unshare(CLONE_NEWIPC | CLONE_NEWPID));  // the queue ends with it
  mq_attr form = {};
  form.mq_maxmsg = form.mq_msgsize = 1;
  const Fd queue(must(mq_open("/q", O_RDWR | O_CREAT, 0600, &form)));
  must(mq_notify(queue, &event));
  observe("caller.pid", getpid());
  observe_notify_pid("caller.pid_of_caller_in_queue", queue);
  Gate read, removed, registered;

  const pid_t init = must(fork());
  if (init == 0) {
    observe_notify_pid("init.pid_of_caller_in_queue", queue);
    read.open();
    removed.wait();
    must(mq_notify(queue, &event));
    observe_notify_pid("init.pid_of_init_in_queue", queue);
    registered.open();
    removed.wait();
    _exit(0);
  }
  read.wait();
  must(mq_notify(queue, nullptr));  // removes the caller
  removed.open();
  registered.wait();
  observe("init.pid_outside", init);
  observe_notify_pid("caller.pid_of_init_in_queue", queue);
  removed.open();
  must(waitpid(init, nullptr, 0));
}
