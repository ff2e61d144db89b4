// /proc/net/unix has a socket whose owner has no directory in the same /proc.
//
// Sockets belong to a network namespace, which both processes share. netstat -p
// and ss -p look for the owner of an inode in the links /proc/PID/fd/N. A /proc
// from inside does not have the caller, so they find the socket but no owner.
//
//   caller ──socket(), bind(), listen()
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init   PID 1 inside, closes its
//                                                    copy of the socket
//   init   ──mount("proc")──▶ /tmp                   the line, but no link
#include <glob.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include <filesystem>
#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

// The lines of a file that have this word.
static int lines_with(const std::string& word, const std::string& path) {
  int count = 0;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if ((line + " ").find(" " + word + " ") != line.npos) ++count;
  }
  return count;
}

// The descriptors in this /proc whose link has this target.
static int links_to(const std::string& target, const std::string& proc) {
  const std::string pattern = proc + "/[0-9]*/fd/*";
  glob_t found;
  if (glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) != 0) {
    broken("no process has an open file");
  }
  int count = 0;
  for (size_t i = 0; i < found.gl_pathc; ++i) {
    std::error_code closed;
    if (std::filesystem::read_symlink(found.gl_pathv[i], closed) == target) {
      ++count;
    }
  }
  return count;
}

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  Fd listener(must(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
  const sockaddr any_name = {AF_UNIX, {}};
  must(bind(listener, &any_name, sizeof any_name.sa_family));
  must(listen(listener, 1));
  struct stat file;
  must(fstat(listener, &file));
  const std::string inode = std::to_string(file.st_ino);

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    listener.reset();
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    observe("init.count_in_unix", lines_with(inode, "/tmp/net/unix"));
    observe("init.count_in_fd", links_to("socket:[" + inode + "]", "/tmp"));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.count_in_unix", lines_with(inode, "/proc/net/unix"));
  observe("caller.count_in_fd", links_to("socket:[" + inode + "]", "/proc"));
}
