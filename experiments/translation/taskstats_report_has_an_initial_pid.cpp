// A taskstats listener gets the initial PID of a task that ends.
//
// A listener gets a report about every task that ends on a processor, with its
// PID in the initial namespace. Only a process in this namespace can listen.
//
//   caller ──TASKSTATS_CMD_GET   to register as a listener on processor 0
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init      PID 1 inside, ends on processor 0
#include <linux/genetlink.h>
#include <linux/taskstats.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

struct Request {
  nlmsghdr head;
  genlmsghdr command;
  nlattr attribute;
  char value[12];
};

static std::string receive(int netlink) {
  std::string text(4096, '\0');
  must(recv(netlink, text.data(), text.size(), 0));
  return text;
}

int main() {
  only_on_a_throwaway_machine();
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  must(sched_setaffinity(0, sizeof first, &first));
  const Fd netlink(
      must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC)));
  Request request{
      {sizeof request, GENL_ID_CTRL, NLM_F_REQUEST, 0, 0},
      {CTRL_CMD_GETFAMILY, 1, 0},
      {NLA_HDRLEN + sizeof TASKSTATS_GENL_NAME, CTRL_ATTR_FAMILY_NAME},
      TASKSTATS_GENL_NAME};
  must(send(netlink, &request, sizeof request, 0));
  // The family's ID follows its name, "TASKSTATS" padded to twelve.
  std::memcpy(&request.head.nlmsg_type,
              receive(netlink).data() + 16 + 4 + 16 + 4, 2);
  request.command = {TASKSTATS_CMD_GET, TASKSTATS_GENL_VERSION, 0};
  request.attribute = {NLA_HDRLEN + 2, TASKSTATS_CMD_ATTR_REGISTER_CPUMASK};
  std::memcpy(request.value, "0", 2);
  must(send(netlink, &request, sizeof request, 0));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    must(prctl(PR_SET_NAME, "inside"));
    observe("init.pid", getpid());
    _exit(0);
  }
  observe("init.pid_outside", init);
  taskstats task{};
  do {  // until the report is not about another task
    const std::string text = receive(netlink);
    nlattr next{NLMSG_HDRLEN + GENL_HDRLEN + NLA_HDRLEN, 0};
    size_t at = 0;
    do {  // over the attributes in the only attribute
      at += NLA_ALIGN(next.nla_len);
      std::memcpy(&next, text.data() + at, sizeof next);
    } while (next.nla_len && next.nla_type != TASKSTATS_TYPE_STATS);
    std::memcpy(&task, text.data() + at + NLA_HDRLEN, sizeof task);
  } while (std::string_view(task.ac_comm) != "inside");
  observe("caller.pid_of_init", task.ac_pid);
  must(waitpid(init, nullptr, 0));
}
