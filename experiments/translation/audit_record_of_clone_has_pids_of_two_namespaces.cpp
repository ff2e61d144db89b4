// The audit record of clone(2) has an initial PID, and in exit= a PID inside.
//
// The kernel writes the PID of the process that makes the call as one of the
// initial namespace. The return value is copied: the PID of the child inside.
//
//   caller ──AUDIT_SET, AUDIT_ADD_RULE     a record for each clone
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init                PID 1 inside
//   init   ──clone()─▶ child               record: pid=PID outside, exit=2
#include <linux/audit.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  only_on_a_throwaway_machine();
  const Fd audit(
      must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT)));
  sockaddr_nl readlog = {};
  readlog.nl_family = AF_NETLINK;
  readlog.nl_groups = 1 << (AUDIT_NLGRP_READLOG - 1);
  must(bind(audit, reinterpret_cast<sockaddr*>(&readlog), sizeof readlog));
  struct {
    nlmsghdr head;
    audit_status status;
  } set = {{sizeof set, AUDIT_SET, NLM_F_REQUEST, 0, 0}, {}};
  set.status.mask = AUDIT_STATUS_ENABLED;
  set.status.enabled = 1;
  must(send(audit, &set, sizeof set, 0));
  audit_rule_data rule = {};
  rule.flags = AUDIT_FILTER_EXIT;
  rule.action = AUDIT_ALWAYS;
  rule.mask[AUDIT_WORD(SYS_clone)] = AUDIT_BIT(SYS_clone);
  nlmsghdr add{sizeof add + sizeof rule, AUDIT_ADD_RULE, NLM_F_REQUEST, 0, 0};
  const iovec request[] = {{&add, sizeof add}, {&rule, sizeof rule}};

  Gate watched;
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    watched.wait();
    const pid_t child = must(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    if (child == 0) _exit(0);
    observe("init.pid_from_clone", child);
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(writev(audit, request, 2));
  watched.open();
  must(waitpid(init, nullptr, 0));

  // The record of the child, which returns from clone as well, has exit=0.
  const std::string call = " syscall=" + std::to_string(SYS_clone) + " ";
  std::string record;
  while (record.find(call) == record.npos ||
         record.find(" exit=0 ") != record.npos) {
    record.resize(8192);
    record.resize(must(recv(audit, record.data(), record.size(), 0)));
  }
  const auto number = [&record](const std::string& key) {
    return std::stoi(record.substr(record.find(key) + key.size()));
  };
  observe("init.pid_in_record", number(" pid="));
  observe("init.pid_of_child_in_record", number(" exit="));
  add.nlmsg_type = AUDIT_DEL_RULE;
  must(writev(audit, request, 2));
  set.status.enabled = 0;
  must(send(audit, &set, sizeof set, 0));
}
