// A record of the audit system has the initial PID of its sender.
//
// A process in a child namespace may send the audit system a message for the
// log. The kernel writes the PID of the sender before the text, and takes that
// of the initial PID namespace, whatever PID the sender has in its own.
//
//   caller ──bind(AUDIT_NLGRP_READLOG)     reads each record
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                PID 1 inside
//   init   ──AUDIT_USER_AVC                record: pid=PID outside
#include <linux/audit.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  const Fd log(
      must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT)));
  sockaddr_nl readlog = {};
  readlog.nl_family = AF_NETLINK;
  readlog.nl_groups = 1 << (AUDIT_NLGRP_READLOG - 1);
  must(bind(log, reinterpret_cast<sockaddr*>(&readlog), sizeof readlog));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    const Fd netlink(
        must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT)));
    struct {
      nlmsghdr head;
      char text[16];
    } message = {{sizeof message, AUDIT_USER_AVC, NLM_F_REQUEST, 0, 0},
                 "pidlab"};
    must(send(netlink, &message, sizeof message, 0));
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitpid(init, nullptr, 0));

  std::string record;
  while (record.find("msg='pidlab") == record.npos) {
    record.resize(8192);
    record.resize(must(recv(log, record.data(), record.size(), 0)));
  }
  observe("init.pid_in_record",
          std::stoi(record.substr(record.find(" pid=") + 5)));
}
