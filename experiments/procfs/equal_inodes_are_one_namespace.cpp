// Two processes share a namespace if their ns links lead to the same inode.
//
// Each link in /proc/PID/ns leads to the inode of one namespace. After fork,
// the links of the child lead to the same inodes as those of its parent. Each
// CLONE_NEW* flag changes only the link of its type.
//
//   caller ──fork()───────────────────▶ heir     the same inodes
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────────────▶ init     PID 1, a new inode for pid
//   init   ──unshare(CLONE_NEWUTS)               a new inode for uts too
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_namespaces(const std::string& who) {
  observe(who + ".ns", ns_inode("/proc/self/ns/pid"));
  for (const std::string type : {"ipc", "mnt", "net", "user", "uts"}) {
    observe(who + ".ns_" + type, ns_inode("/proc/self/ns/" + type));
  }
  struct stat file;
  must(stat("/proc/self/ns/pid", &file));
  observe(who + ".device", file.st_dev);
}

int main() {
  observe_namespaces("caller");

  // The text of the link has the inode number, too.
  char text[64] = {};
  must(readlink("/proc/self/ns/pid", text, sizeof text - 1));
  observe("caller.ns_link", text);
  const ino_t inode = ns_inode("/proc/self/ns/pid");
  observe("caller.ns_link_from_inode", "pid:[" + std::to_string(inode) + "]");

  const pid_t heir = must(fork());
  if (heir == 0) {
    observe_namespaces("heir");
    _exit(0);
  }
  must(waitpid(heir, nullptr, 0));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(unshare(CLONE_NEWUTS));
    observe_namespaces("init");
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
