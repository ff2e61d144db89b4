// Processes are in one namespace if their ns links lead to one inode.
//
// Each link of /proc/PID/ns names a namespace by type and number. fork copies
// all of them; each CLONE_NEW... flag replaces exactly one by a new number.
//
//   caller ──fork()───────────────────▶ heir     every number the caller's
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()───────────────────▶ init     PID 1, a new number for pid
//   init   ──unshare(CLONE_NEWUTS)               a new number for uts as well
#include <sched.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void observe_namespaces(const std::string& who) {
  observe(who + ".ns", ns_inode("/proc/self/ns/pid"));
  for (const std::string type : {"ipc", "mnt", "net", "user", "uts"}) {
    observe(who + ".ns_" + type, ns_inode("/proc/self/ns/" + type));
  }
}

int main() {
  observe_namespaces("caller");

  // A second way to read the same number: it stands in the text of the link.
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
