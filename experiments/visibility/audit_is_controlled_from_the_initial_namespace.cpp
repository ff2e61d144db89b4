// The kernel answers AUDIT_GET only in the initial PID namespace; else EPERM.
//
// The kernel refuses the messages that control the audit system. A program in
// a child namespace may only add user messages to the log.
//
//   caller                          in the initial PID namespace
//   caller ──AUDIT_GET, AUDIT_SET, AUDIT_LIST_RULES       ok
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init         PID 1 inside, all capabilities
//   init   ──the same messages                            EPERM
//   init   ──AUDIT_USER                                   ok
#include <linux/audit.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

// Sends a message, and returns the outcome from the acknowledgment.
static std::string request(__u16 type, const char* text) {
  const Fd netlink(
      must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT)));
  struct {
    nlmsghdr head;
    char text[8];
  } message = {{sizeof message, type, NLM_F_REQUEST | NLM_F_ACK, 0, 0}, {}};
  strcpy(message.text, text);
  must(send(netlink, &message, sizeof message, 0));
  struct {
    nlmsghdr head;
    char body[8192];
  } answer;
  do {
    must(recv(netlink, &answer, sizeof answer, 0));
  } while (answer.head.nlmsg_type != NLMSG_ERROR);
  std::memcpy(&errno, answer.body, sizeof errno);
  errno = -errno;
  return outcome(errno == 0 ? 0 : -1);
}

static void observe_requests(const std::string& actor) {
  observe(actor + ".send_get", request(AUDIT_GET, ""));
  // The first bytes, all 0, select the settings to change: none.
  observe(actor + ".send_set", request(AUDIT_SET, ""));
  observe(actor + ".send_list_rules", request(AUDIT_LIST_RULES, ""));
  observe(actor + ".send_user", request(AUDIT_USER, "pidlab"));
}

int main() {
  only_on_a_throwaway_machine();
  observe_requests("caller");

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe_requests("init");
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
