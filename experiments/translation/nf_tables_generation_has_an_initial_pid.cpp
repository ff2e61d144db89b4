// The answer to NFT_MSG_GETGEN has the sender's PID in the initial namespace.
//
// nftables has a generation, which changes with its rules. The kernel sends it
// to a process that asks, with the PID of this process, and does not translate
// that. The name of a thread of io_uring has the same number (iou-sqp-N).
//
//   caller ──unshare(CLONE_NEWNET | CLONE_NEWPID)
//   caller ──fork()──────────────────▶ init     PID 1 inside
//   init   ──io_uring_setup(SQPOLL)──▶ poller   iou-sqp-N
//   init   ──send(NFT_MSG_GETGEN), recv()       N
#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <fstream>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    must(mount("proc", "/proc", "proc", 0, nullptr));
    io_uring_params params = {};
    params.flags = IORING_SETUP_SQPOLL;
    const Fd ring(must(syscall(SYS_io_uring_setup, 1, &params)));
    std::string name;
    do {  // until the thread has begun to run
      sched_yield();
      std::ifstream("/proc/self/task/2/comm") >> name;
    } while (!name.starts_with("iou-sqp-"));
    observe("init.pid_in_name_of_poller", std::stoi(name.substr(8)));

    const Fd netlink(
        must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER)));
    struct {
      nlmsghdr head;
      nfgenmsg family;
    } request = {};
    request.head.nlmsg_len = sizeof request;
    request.head.nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETGEN;
    request.head.nlmsg_flags = NLM_F_REQUEST;
    must(send(netlink, &request, sizeof request, 0));
    struct {
      nlmsghdr head;
      nfgenmsg family;
      nlattr generation;
      __be32 number;
      nlattr process;
      __be32 pid;
      char rest[1024];
    } answer = {};
    must(recv(netlink, &answer, sizeof answer, 0));
    if (answer.process.nla_type != NFTA_GEN_PROC_PID) broken("no answer");
    observe("init.pid_in_answer", ntohl(answer.pid));
    _exit(0);
  }
  int status;
  must(waitpid(init, &status, 0));
  observe("init.ended", ending(status));
}
