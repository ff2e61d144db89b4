// In a child PID namespace, taskstats answers queries but refuses listeners.
//
// A listener gets reports with PIDs of the initial namespace, so the kernel
// refuses it inside. A query names a task by its PID in the caller's namespace.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 of the new namespace
//   init   ──TASKSTATS_CMD_GET  about PID 1, and about the caller's PID
//   init   ──TASKSTATS_CMD_GET  to register as a listener on processor 0
#include <linux/genetlink.h>
#include <linux/taskstats.h>
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

struct Request {
  nlmsghdr head;
  genlmsghdr command;
  nlattr attribute;
  char value[12];
};

// The kernel's last message holds an error number, or 0.
long answer(int netlink, __u16* family = nullptr) {
  char text[4096];
  for (;;) {
    must(recv(netlink, text, sizeof text, 0));
    nlmsghdr head;
    std::memcpy(&head, text, sizeof head);
    if (head.nlmsg_type == NLMSG_ERROR) break;
    // The family's ID follows its name, "TASKSTATS" padded to twelve.
    if (family) std::memcpy(family, text + 16 + 4 + 16 + 4, sizeof *family);
  }
  std::memcpy(&errno, text + sizeof(nlmsghdr), sizeof errno);
  errno = -errno;
  return errno == 0 ? 0 : -1;
}

int main() {
  const Fd netlink(
      must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC)));
  Request request{
      {sizeof request, GENL_ID_CTRL, NLM_F_REQUEST | NLM_F_ACK, 0, 0},
      {CTRL_CMD_GETFAMILY, 1, 0},
      {NLA_HDRLEN + sizeof TASKSTATS_GENL_NAME, CTRL_ATTR_FAMILY_NAME},
      TASKSTATS_GENL_NAME};
  must(send(netlink, &request, sizeof request, 0));
  must(answer(netlink, &request.head.nlmsg_type));
  const pid_t caller = getpid();
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    request.command = {TASKSTATS_CMD_GET, TASKSTATS_GENL_VERSION, 0};
    request.attribute = {NLA_HDRLEN + sizeof(pid_t), TASKSTATS_CMD_ATTR_PID};
    const auto send_pid = [&](pid_t pid) {
      std::memcpy(request.value, &pid, sizeof pid);
      must(send(netlink, &request, sizeof request, 0));
      return outcome(answer(netlink));
    };
    observe("init.send_get_itself", send_pid(getpid()));
    observe("init.send_get_caller", send_pid(caller));
    request.attribute.nla_type = TASKSTATS_CMD_ATTR_TGID;
    observe("init.send_get_tgid_of_caller", send_pid(caller));

    request.attribute = {NLA_HDRLEN + 2, TASKSTATS_CMD_ATTR_REGISTER_CPUMASK};
    std::memcpy(request.value, "0", 2);
    must(send(netlink, &request, sizeof request, 0));
    observe("init.send_register", outcome(answer(netlink)));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
