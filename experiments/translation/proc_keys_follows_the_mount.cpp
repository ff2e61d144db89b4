// In /proc/keys, the PID of a key request is that in its mount's namespace.
//
// When a process requests a key that does not exist, the kernel starts the
// program /sbin/request-key. Meanwhile a key of the type .request_key_auth has
// the PID of the process. This file is both the experiment and the program.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init  PID 1, mounts its /proc
//   init   ──request_key("user")         the kernel starts a helper
//   caller ──read("keys")                of both mounts; the helper blocks
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static int pid_in(const std::string& keys) {
  std::ifstream in(keys);
  for (std::string line; std::getline(in, line);) {
    const auto at = line.find(" pid:");
    if (at != line.npos) return std::stoi(line.substr(at + 5));
  }
  return -1;
}

int main(int count, char** words) {
  if (count > 2) {  // the helper: the first word is a FIFO of the caller
    must(close(must(open(words[1], O_WRONLY))));
    must(close(must(open(words[1], O_RDONLY))));
    return 0;
  }
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  const char *fifo = "/tmp/fifo", *inside = "/tmp/inside";
  must(mkfifo(fifo, 0600));
  must(mkdir(inside, 0700));
  const std::string self = "/proc/" + std::to_string(getpid()) + "/";
  // The program has this file's name, and not that of a file in /sbin.
  const std::string link = "/tmp/proc_keys_follows_the_mount";
  must(symlink((self + "exe").c_str(), link.c_str()));
  const bool made = mkdir("/sbin", 0755) == 0;
  const char* program = "/sbin/request-key";
  const std::string script =
      "#!" + self + "root" + link + " " + self + "root" + fifo + "\n";
  {
    const Fd file(must(open(program, O_WRONLY | O_CREAT | O_EXCL, 0700)));
    must(write(file, script.data(), script.size()));
  }

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", inside, "proc", 0, nullptr));
    observe("init.pid", getpid());
    observe("init.request_key",
            outcome(syscall(SYS_request_key, "user", "pidlab", "", 0)));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(close(must(open(fifo, O_RDONLY))));  // the helper has opened it
  observe("init.pid_in_keys", pid_in("/proc/keys"));
  observe("init.pid_in_keys_inside", pid_in("/tmp/inside/keys"));
  must(close(must(open(fifo, O_WRONLY))));
  must(waitpid(init, nullptr, 0));
  must(unlink(program));
  if (made) must(rmdir("/sbin"));
}
