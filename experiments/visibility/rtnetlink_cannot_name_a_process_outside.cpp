// rtnetlink cannot find a network namespace by the PID of a process outside.
//
// A request can name a network namespace by the PID of one of its members, as
// `ip link set DEVICE netns PID` does. The PID is looked up in the PID
// namespace of the process that sends the request.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 inside, in the same network namespace
//   init   ──RTM_GETNSID        for PID 1: ok, for the caller's PID: ESRCH
//   caller ──RTM_GETNSID        for its own PID: ok
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Asks for the ID of the network namespace in which a process is.
static std::string get_nsid(pid_t pid) {
  const Fd netlink(
      must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)));
  struct {
    nlmsghdr head;
    rtgenmsg family;
    alignas(RTA_ALIGNTO) rtattr attribute;
    pid_t pid;
  } request = {};
  request.head.nlmsg_len = sizeof request;
  request.head.nlmsg_type = RTM_GETNSID;
  request.head.nlmsg_flags = NLM_F_REQUEST;
  request.attribute.rta_len = RTA_LENGTH(sizeof pid);
  request.attribute.rta_type = NETNSA_PID;
  request.pid = pid;
  must(send(netlink, &request, sizeof request, 0));

  struct {
    nlmsghdr head;
    int error;
    char rest[1024];
  } answer;
  must(recv(netlink, &answer, sizeof answer, 0));
  if (answer.head.nlmsg_type != NLMSG_ERROR) return outcome(0);
  errno = -answer.error;
  return outcome(-1);
}

int main() {
  const pid_t caller = getpid();
  observe("caller.send", get_nsid(caller));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.send_for_caller", get_nsid(caller));
    observe("init.send_for_itself", get_nsid(getpid()));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
