// The process connector ignores a subscription from a child PID namespace.
//
// A listener gets events about all processes of the machine. The kernel
// acknowledges a subscription from the initial namespaces, and drops another
// one without an error: the listener waits for events that never come.
//
//   caller ──PROC_CN_MCAST_LISTEN     in the initial PID namespace: an answer
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init           PID 1 inside
//   init   ──PROC_CN_MCAST_LISTEN     sent, and no answer
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

static void subscribe(const std::string& actor) {
  const Fd netlink(
      must(socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_CONNECTOR)));
  sockaddr_nl address = {};
  address.nl_family = AF_NETLINK;
  address.nl_groups = CN_IDX_PROC;
  must(bind(netlink, reinterpret_cast<sockaddr*>(&address), sizeof address));
  cn_msg connector = {};
  connector.id = {CN_IDX_PROC, CN_VAL_PROC};
  connector.len = sizeof(__u32);
  const __u32 operation = PROC_CN_MCAST_LISTEN;
  char message[NLMSG_HDRLEN + sizeof connector + sizeof operation];
  const nlmsghdr head{sizeof message, NLMSG_DONE, 0, 0, 0};
  char* const body = message + NLMSG_HDRLEN;
  std::memcpy(message, &head, sizeof head);
  std::memcpy(body, &connector, sizeof connector);
  std::memcpy(body + sizeof connector, &operation, sizeof operation);
  observe(actor + ".send", outcome(send(netlink, message, sizeof message, 0)));
  char answer[4096];
  observe(actor + ".recv",
          outcome(recv(netlink, answer, sizeof answer, MSG_DONTWAIT)));
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    subscribe("init");
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  subscribe("caller");
}
