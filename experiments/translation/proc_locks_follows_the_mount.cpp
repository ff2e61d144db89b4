// /proc/locks has PIDs of its mount's namespace, without locks owned outside.
//
// The kernel uses the mount's namespace, and not the reader's. A lock does not
// have a line if its owner has no PID there. An open file description lock does
// not belong to a process, and has a line in every mount.
//
//   caller ──F_SETLK byte 0, F_OFD_SETLK byte 2
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside
//   init   ──F_SETLK byte 1, reads the caller's /proc/locks and its own
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>

#include <fstream>
#include <map>
#include <sstream>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd file(must(memfd_create("locked", MFD_CLOEXEC)));
  const std::string bytes[] = {"callers", "own", "ofd"};
  flock lock{.l_type = F_WRLCK, .l_start = 0, .l_len = 1};
  must(fcntl(file, F_SETLK, &lock));
  lock.l_start = 2;
  must(fcntl(file, F_OFD_SETLK, &lock));
  observe("caller.pid", getpid());

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    lock.l_start = 1;
    must(fcntl(file, F_SETLK, &lock));
    struct stat stat;
    must(fstat(file, &stat));
    char inode[64];
    snprintf(inode, sizeof inode, "%02x:%02x:%lu", major(stat.st_dev),
             minor(stat.st_dev), stat.st_ino);

    std::ifstream outer("/proc/locks");
    must(unshare(CLONE_NEWNS));
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
    must(mount("proc", "/proc", "proc", 0, nullptr));
    std::ifstream inner("/proc/locks");

    // The list can change between two reads of the file, so that a line comes
    // twice or not at all. With several passes, a missed line is unlikely.
    std::map<std::string, int> owners;
    std::string line, number, kind, advice, mode, locked;
    int pid, start;
    for (std::ifstream* locks : {&outer, &inner}) {
      const std::string where = locks == &outer ? "_in_outer" : "_in_inner";
      for (int pass = 0; pass < 5; ++pass) {
        while (std::getline(*locks, line)) {
          std::istringstream(line) >> number >> kind >> advice >> mode >> pid >>
              locked >> start;
          if (locked == inode) owners[bytes[start] + where] = pid;
        }
        locks->clear();
        locks->seekg(0);
      }
    }
    for (const auto& [name, owner] : owners) {
      observe("init.lock_owner_of_" + name, owner);
    }
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
