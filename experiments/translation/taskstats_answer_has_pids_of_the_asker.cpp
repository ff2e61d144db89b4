// A taskstats answer has PIDs of the PID namespace of the process that asks.
//
// The answer has the PID of the task and that of its parent. About the same
// task, a process outside and the task itself get different PIDs.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 of the new namespace
//   init   ──TASKSTATS_CMD_GET   about itself
//   init   ──_exit(0)            it is a zombie
//   caller ──TASKSTATS_CMD_GET   about init
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

static std::string answer_to(int netlink, const Request& request) {
  must(send(netlink, &request, sizeof request, 0));
  std::string text(4096, '\0');
  must(recv(netlink, text.data(), text.size(), 0));
  return text;
}

int main() {
  const Fd netlink(
      must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC)));
  Request request{
      {sizeof request, GENL_ID_CTRL, NLM_F_REQUEST, 0, 0},
      {CTRL_CMD_GETFAMILY, 1, 0},
      {NLA_HDRLEN + sizeof TASKSTATS_GENL_NAME, CTRL_ATTR_FAMILY_NAME},
      TASKSTATS_GENL_NAME};
  // The family's ID follows its name, "TASKSTATS" padded to twelve.
  std::memcpy(&request.head.nlmsg_type,
              answer_to(netlink, request).data() + 16 + 4 + 16 + 4, 2);

  const auto observe_task = [&](const std::string& actor, pid_t pid,
                                const char* name) {
    request.command = {TASKSTATS_CMD_GET, TASKSTATS_GENL_VERSION, 0};
    request.attribute = {NLA_HDRLEN + sizeof pid, TASKSTATS_CMD_ATTR_PID};
    std::memcpy(request.value, &pid, sizeof pid);
    const std::string text = answer_to(netlink, request);
    nlattr next{NLMSG_HDRLEN + GENL_HDRLEN + NLA_HDRLEN, 0};
    size_t at = 0;
    do {  // over the attributes in the only attribute
      at += NLA_ALIGN(next.nla_len);
      std::memcpy(&next, text.data() + at, sizeof next);
    } while (next.nla_len && next.nla_type != TASKSTATS_TYPE_STATS);
    taskstats task;
    std::memcpy(&task, text.data() + at + NLA_HDRLEN, sizeof task);
    observe(actor + ".pid_of_" + name, task.ac_pid);
    observe(actor + ".ppid_of_" + name, task.ac_ppid);
  };
  observe("caller.pid", getpid());
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe_task("init", 1, "itself");
    _exit(0);
  }
  observe("init.pid_outside", init);
  must(waitid(P_PID, init, nullptr, WEXITED | WNOWAIT));  // a zombie
  observe_task("caller", init, "init");
  must(waitpid(init, nullptr, 0));
}
