// The PID of a network device's kernel thread is 0 in a child PID namespace.
//
// A "threaded" device has a kernel thread, which receives its packets. The
// kernel translates its PID for the process that asks for it by netlink(7).
// The thread has a PID only in the initial namespace.
//
//   caller ──unshare(CLONE_NEWNET | CLONE_NEWPID), fork()──▶ init    PID 1
//   init   ──RTM_NEWLINK──────────▶ veth0, veth1
//   init   ──write(threaded)──────▶ a thread for veth1: NETDEV_CMD_NAPI_GET
#include <linux/ethtool.h>
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include "experiments/experiment.h"

using namespace pidlab;

static std::string bytes(const auto& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
static std::string attribute(__u16 type, std::string value) {
  const nlattr head{__u16(sizeof head + value.size()), type};
  value.resize(NLA_ALIGN(value.size()));
  return bytes(head) + value;
}
// Sends a request and returns an attribute of the answer, which is a number.
static int ask(int protocol, __u16 type, __u16 flags, std::string body,
               nlattr wanted) {
  const Fd port(must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol)));
  flags |= NLM_F_REQUEST;
  const nlmsghdr head{__u32(sizeof head + body.size()), type, flags, 0, 0};
  body = bytes(head) + body;
  must(send(port, body.data(), body.size(), 0));
  std::string answer(4096, '\0');
  must(recv(port, answer.data(), answer.size(), 0));
  const auto at = answer.find(bytes(wanted)) + sizeof wanted;
  int number = -1;
  if (at >= sizeof wanted) memcpy(&number, &answer[at], sizeof number);
  return wanted.nla_len == 6 ? number & 0xffff : number;
}

int main() {
  must(unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  if (must(fork()) == 0) {
    must(mount("sysfs", "/sys", "sysfs", 0, nullptr));
    const ifinfomsg up{0, 0, 0, 0, IFF_UP, IFF_UP};
    const auto veth = attribute(IFLA_INFO_KIND, "veth");
    ask(NETLINK_ROUTE, RTM_NEWLINK, NLM_F_CREATE | NLM_F_ACK,
        bytes(up) + attribute(IFLA_LINKINFO, veth), {});
    ethtool_value receive_offload{ETHTOOL_SGRO, 1};  // needs a NAPI
    ifreq device{{"veth1"}, {}};
    device.ifr_data = reinterpret_cast<char*>(&receive_offload);
    const Fd port(must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
    must(ioctl(port, SIOCETHTOOL, &device));
    const Fd threaded(must(open("/sys/class/net/veth1/threaded", O_WRONLY)));
    must(write(threaded, "1", 1));
    const auto name = attribute(CTRL_ATTR_FAMILY_NAME, {"netdev", 7});
    const auto netdev = ask(NETLINK_GENERIC, GENL_ID_CTRL, 0,
                            bytes(genlmsghdr{CTRL_CMD_GETFAMILY, 1, 0}) + name,
                            {6, CTRL_ATTR_FAMILY_ID});
    const genlmsghdr napi_get{11, 1, 0};
    const nlattr napi_pid{8, 4};
    observe("init.pid_of_thread", ask(NETLINK_GENERIC, netdev, NLM_F_DUMP,
                                      bytes(napi_get), napi_pid));
    _exit(0);
  }
  must(waitpid(-1, nullptr, 0));
}
