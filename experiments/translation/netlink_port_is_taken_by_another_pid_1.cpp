// In one network namespace, two PID 1s cannot both have the netlink port 1.
//
// The port of a netlink socket is usually its owner's PID, but it belongs to
// the network namespace. PID namespaces can share one, and each has a PID 1.
//
//   caller ──unshare(CLONE_NEWNET)
//   caller ──clone(CLONE_NEWPID)──▶ first     PID 1
//   first  ──bind(port 0)                     the kernel chooses its PID, 1
//   caller ──clone(CLONE_NEWPID)──▶ second    PID 1 of a sibling
//   second ──bind(port 1)                     EADDRINUSE
//   second ──bind(port 0)                     the kernel chooses another port
//   second ──unshare(CLONE_NEWNET), bind(port 0)    1
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static unsigned bind_to(unsigned port, const std::string& actor,
                        const std::string& suffix, const Fd& netlink) {
  sockaddr_nl address = {};
  address.nl_family = AF_NETLINK;
  address.nl_pid = port;
  auto* const to = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  const int result = bind(netlink, to, size);
  observe(actor + ".bind" + suffix, outcome(result));
  if (result == -1) return 0;
  must(getsockname(netlink, to, &size));
  observe(actor + ".port" + suffix, address.nl_pid);
  return address.nl_pid;
}

int main() {
  must(unshare(CLONE_NEWNET));
  Gate bound, finished;
  const unsigned long flags = CLONE_NEWPID | SIGCHLD;
  const int type = SOCK_RAW | SOCK_CLOEXEC;
  const pid_t first = must(syscall(SYS_clone, flags, 0, 0, 0, 0));
  if (first == 0) {
    const Fd netlink(must(socket(AF_NETLINK, type, NETLINK_ROUTE)));
    bind_to(0, "first", "", netlink);
    bound.open();
    finished.wait();
    _exit(0);
  }
  bound.wait();
  const pid_t second = must(syscall(SYS_clone, flags, 0, 0, 0, 0));
  if (second == 0) {
    const Fd netlink(must(socket(AF_NETLINK, type, NETLINK_ROUTE)));
    bind_to(1, "second", "_by_pid", netlink);
    const unsigned chosen = bind_to(0, "second", "", netlink);
    observe("second.port_negated", -int(chosen));
    must(unshare(CLONE_NEWNET));
    const Fd other(must(socket(AF_NETLINK, type, NETLINK_ROUTE)));
    bind_to(0, "second", "_in_own_net", other);
    _exit(0);
  }
  must(waitpid(second, nullptr, 0));
  finished.open();
  must(waitpid(first, nullptr, 0));
}
