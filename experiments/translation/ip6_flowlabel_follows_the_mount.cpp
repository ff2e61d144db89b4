// /proc/net/ip6_flowlabel has PIDs of its mount's namespace, 0 if outside.
//
// A flow label of IPv6 can belong to one process. The file has the PID of this
// process in the PID namespace of the proc mount. The reader's does not matter.
//
//   caller ──unshare(CLONE_NEWNET)     gets a namespace without labels
//   caller ──setsockopt(IPV6_FLOWLABEL_MGR)     creates label 1
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──setsockopt(IPV6_FLOWLABEL_MGR)     creates label 2
//   init   ──reads the caller's /proc/net/ip6_flowlabel and its own
#include <endian.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

static void create_label(int socket, unsigned label) {
  in6_flowlabel_req request = {};
  request.flr_label = htobe32(label);
  request.flr_dst.s6_addr[15] = 1;  // ::1
  request.flr_action = IPV6_FL_A_GET;
  request.flr_flags = IPV6_FL_F_CREATE;
  request.flr_share = IPV6_FL_S_PROCESS;
  must(setsockopt(socket, IPPROTO_IPV6, IPV6_FLOWLABEL_MGR, &request,
                  sizeof request));
}

static void observe_owners(const std::string& where) {
  std::ifstream labels("/proc/net/ip6_flowlabel");
  std::string line, label, share, owner;
  std::getline(labels, line);  // the names of the columns
  while (labels >> label >> share >> owner && std::getline(labels, line)) {
    const char* whose = label == "00001" ? "callers" : "own";
    observe(std::string("init.label_owner_of_") + whose + "_in_" + where,
            std::stoi(owner));
  }
}

int main() {
  must(unshare(CLONE_NEWNET));
  const Fd udp(must(socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
  create_label(udp, 1);
  observe("caller.pid", getpid());

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    create_label(udp, 2);
    observe_owners("outer");
    must(unshare(CLONE_NEWNS));
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
    must(mount("proc", "/proc", "proc", 0, nullptr));
    observe_owners("inner");
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));
}
