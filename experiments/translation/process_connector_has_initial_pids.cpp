// The process connector has initial PIDs, even for a listener in a container.
//
// Events go to a multicast group. A listener inside cannot subscribe, but once
// a listener outside has subscribed, it gets the events as well. The PIDs in
// them are not translated.
//
//   caller ──PROC_CN_MCAST_LISTEN          in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init    PID 1 inside
//   init   ──bind(the group)               does not subscribe
//   init   ──fork()─────────────────────────▶ child   PID 2
//   init   ──recv()                        PROC_EVENT_FORK, child's initial PID
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>

#include <filesystem>

#include "experiments/experiment.h"

using namespace pidlab;

// The caller's /proc is mounted.
static pid_t pid_outside() {
  return std::stoi(std::filesystem::read_symlink("/proc/self").string());
}

static Fd bound_to_the_group() {
  Fd netlink(
      must(socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_CONNECTOR)));
  sockaddr_nl address = {};
  address.nl_family = AF_NETLINK;
  address.nl_groups = CN_IDX_PROC;
  must(bind(netlink, reinterpret_cast<sockaddr*>(&address), sizeof address));
  return netlink;
}

// PROC_EVENT_FORK, whose scope depends on the version of the header.
constexpr int fork_event = 1;

int main() {
  only_on_a_throwaway_machine();
  const Fd listener = bound_to_the_group();
  constexpr int size = NLMSG_HDRLEN + sizeof(cn_msg);
  // A nlmsghdr, a cn_msg and the operation; two fields of 16 bits are one here.
  const __u32 request[] = {size + 4,    NLMSG_DONE, 0, 0, CN_IDX_PROC,
                           CN_VAL_PROC, 0,          0, 4, PROC_CN_MCAST_LISTEN};
  must(send(listener, request, sizeof request, 0));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const Fd netlink = bound_to_the_group();
    const pid_t outside = pid_outside();
    const pid_t child = must(fork());
    if (child == 0) {
      observe("child.pid_outside", pid_outside());
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    char message[4096];
    while (recv(netlink, message, sizeof message, MSG_DONTWAIT) > 0) {
      proc_event event;
      std::memcpy(&event, message + size, sizeof event);
      const auto& fork = event.event_data.fork;
      if (event.what != fork_event) continue;
      if (fork.parent_pid != outside) continue;
      observe("init.pid_of_child_in_event", fork.child_pid);
    }
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
