// Each PID namespace can have an accounting file, with PIDs of that namespace.
//
// acct(2) switches accounting on for the caller's PID namespace. For a process
// that ends, the files of its namespace and of each ancestor get a record.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ middle  PID 1, acct("middle")
//   middle ──unshare(CLONE_NEWPID), fork()──▶ inner   PID 1, acct("inner")
//   inner  ──fork()──▶ worker    PID 2 for inner, 3 for middle; ends first
//   caller ──fork()──▶ other     PID 4 for middle, none for inner; ends next
#include <sched.h>
#include <sys/acct.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  // A separate file system for the two files.
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(chdir("/tmp"));
  const Fd middle_file(
      must(open("middle", O_RDWR | O_CREAT | O_CLOEXEC, 0600)));
  const Fd inner_file(must(open("inner", O_RDWR | O_CREAT | O_CLOEXEC, 0600)));

  Gate worker_ended, finish;
  must(unshare(CLONE_NEWPID));
  const pid_t middle = must(fork());
  if (middle == 0) {
    observe("middle.acct", outcome(acct("middle")));
    must(unshare(CLONE_NEWPID));
    const pid_t inner = must(fork());
    if (inner == 0) {
      observe("inner.acct", outcome(acct("inner")));
      const pid_t worker = must(fork());
      if (worker == 0) _exit(7);
      must(waitpid(worker, nullptr, 0));
      worker_ended.open();
      finish.wait();
      _exit(0);
    }
    must(waitpid(inner, nullptr, 0));
    _exit(0);
  }
  worker_ended.wait();
  const pid_t other = must(fork());
  if (other == 0) _exit(8);
  must(waitpid(other, nullptr, 0));

  struct stat file;
  acct_v3 record{};
  const auto size = ssize_t(sizeof record);
  must(fstat(inner_file, &file));
  observe("caller.count_of_records_in_inner", file.st_size / size);
  must(pread(inner_file, &record, size, 0));
  // Other versions have no PIDs. The configuration may be unknown.
  if ((record.ac_version & ~ACCT_BYTEORDER) != 3) {
    broken("no PIDs in the records: needs CONFIG_BSD_PROCESS_ACCT_V3");
  }
  observe("caller.pid_of_worker_in_inner", record.ac_pid);
  observe("caller.ppid_of_worker_in_inner", record.ac_ppid);
  must(fstat(middle_file, &file));
  observe("caller.count_of_records_in_middle", file.st_size / size);
  must(pread(middle_file, &record, size, 0));
  observe("caller.pid_of_worker_in_middle", record.ac_pid);
  observe("caller.ppid_of_worker_in_middle", record.ac_ppid);
  must(pread(middle_file, &record, size, size));
  observe("caller.pid_of_other_in_middle", record.ac_pid);
  observe("caller.ppid_of_other_in_middle", record.ac_ppid);

  finish.open();
  must(waitpid(middle, nullptr, 0));
}
