// SysV IPC translates PIDs for the reader, to 0 for a process outside.
//
// Shared memory, queues and semaphores refer to the struct pids of their last
// users, even after these have ended. IPC and PID namespaces are independent:
// two processes can share an object although they see different PIDs.
//
//   caller ──shmget(), msgsnd(), msgrcv(), semop()
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──*ctl(): 0; shmat(), msgsnd(), msgrcv(), semop(), and it ends
//   caller ──*ctl(): init's outer PID
#include <sched.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWIPC | CLONE_NEWPID));  // the objects end with it
  const int memory = must(shmget(IPC_PRIVATE, 4096, 0600));
  const int queue = must(msgget(IPC_PRIVATE, 0600));
  const int semaphore = must(semget(IPC_PRIVATE, 1, 0600));
  long message[] = {1, 0};
  sembuf up{.sem_num = 0, .sem_op = 1, .sem_flg = 0};
  shmid_ds shm;
  msqid_ds msg;
  must(msgsnd(queue, message, 1, IPC_NOWAIT));
  must(msgrcv(queue, message, 1, 0, IPC_NOWAIT));
  must(semop(semaphore, &up, 1));
  observe("caller.pid", getpid());

  const pid_t init = must(fork());
  if (init == 0) {
    must(shmctl(memory, IPC_STAT, &shm));
    must(msgctl(queue, IPC_STAT, &msg));
    observe("init.pid_of_shm_creator", shm.shm_cpid);
    observe("init.pid_of_msg_sender", msg.msg_lspid);
    observe("init.pid_of_msg_receiver", msg.msg_lrpid);
    observe("init.pid_of_sem_user", must(semctl(semaphore, 0, GETPID)));

    must(shmat(memory, nullptr, 0));
    must(msgsnd(queue, message, 1, IPC_NOWAIT));
    must(msgrcv(queue, message, 1, 0, IPC_NOWAIT));
    must(msgctl(queue, IPC_STAT, &msg));
    observe("init.pid_of_msg_receiver_after", msg.msg_lrpid);
    must(semop(semaphore, &up, 1));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));

  must(shmctl(memory, IPC_STAT, &shm));
  must(msgctl(queue, IPC_STAT, &msg));
  observe("caller.pid_of_shm_creator", shm.shm_cpid);
  observe("caller.pid_of_shm_user", shm.shm_lpid);
  observe("caller.pid_of_msg_sender", msg.msg_lspid);
  observe("caller.pid_of_msg_receiver", msg.msg_lrpid);
  observe("caller.pid_of_sem_user", must(semctl(semaphore, 0, GETPID)));
}
