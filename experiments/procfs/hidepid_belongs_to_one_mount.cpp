// hidepid hides processes in one mount of proc, not in the others.
//
// Each mount of proc is a separate instance with its own options, even in one
// PID namespace. Before Linux 5.8, all mounts in a PID namespace shared one
// instance and its options.
//
//   caller ──mount("proc")────────────▶ /tmp/plain
//   caller ──mount("proc", "hidepid=")▶ /tmp/hidepid
//   caller ──fork()──▶ stranger         without capabilities: finds the caller
//                                       in /tmp/plain only
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(mkdir("/tmp/plain", 0755));
  must(mkdir("/tmp/hidepid", 0755));
  must(mount("proc", "/tmp/plain", "proc", 0, nullptr));
  observe("caller.mount_hidepid", outcome(mount("proc", "/tmp/hidepid", "proc",
                                                0, "hidepid=ptraceable")));

  struct stat plain, hidepid;
  must(stat("/tmp/plain", &plain));
  must(stat("/tmp/hidepid", &hidepid));
  observe("caller.device_of_plain", plain.st_dev);
  observe("caller.device_of_hidepid", hidepid.st_dev);

  const std::string caller = std::to_string(getpid());
  const std::string in_plain = "/tmp/plain/" + caller;
  const std::string in_hidepid = "/tmp/hidepid/" + caller;

  const pid_t stranger = must(fork());
  if (stranger == 0) {
    // Without the caller's capabilities it may not ptrace the caller.
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3};
    __user_cap_data_struct none[2]{};
    must(syscall(SYS_capset, &header, none));
    observe("stranger.access_in_plain",
            outcome(access(in_plain.c_str(), F_OK)));
    observe("stranger.access_in_hidepid",
            outcome(access(in_hidepid.c_str(), F_OK)));
    observe("stranger.kill", outcome(kill(getppid(), 0)));
    _exit(0);
  }
  must(waitpid(stranger, nullptr, 0));
  // Not earlier: a name that was found stays in the dentry cache.
  observe("caller.access_in_hidepid",
          outcome(access(in_hidepid.c_str(), F_OK)));
}
