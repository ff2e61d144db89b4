// refuse CALL[&FLAGS] ANSWER COMMAND...: runs COMMAND under a seccomp filter
// that refuses one system call, or those with one of the flags in its first
// argument. The answer is a number: of an errno, or 0 to kill the caller.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

struct Call {
  const char* name;
  unsigned number;
};
constexpr Call calls[] = {
    {"clone", SYS_clone},
    {"clone3", SYS_clone3},
    {"kill", SYS_kill},
    {"listns", 470},  // newer than our headers, the same everywhere
    {"mount", SYS_mount},
    {"open_by_handle_at", SYS_open_by_handle_at},
    {"pidfd_open", SYS_pidfd_open},
    {"reboot", SYS_reboot},
    {"setns", SYS_setns},
    {"setpriority", SYS_setpriority},
    {"unshare", SYS_unshare},
};

unsigned number_of(const std::string& name) {
  for (const Call& call : calls) {
    if (name == call.name) return call.number;
  }
  std::fprintf(stderr, "refuse: unknown call %s\n", name.c_str());
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string call = argv[1];
  const std::size_t end = call.find('&');
  const unsigned number = number_of(call.substr(0, end));
  const unsigned flags =
      end == std::string::npos
          ? 0
          : unsigned(std::stoul(call.substr(end + 1), nullptr, 0));
  const auto error = unsigned(std::stoul(argv[2]));
  const unsigned answer =
      error ? SECCOMP_RET_ERRNO | error : SECCOMP_RET_KILL_PROCESS;

  // The flags are in the low half of the argument, which comes first on a
  // little-endian machine.
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
      // Without flags, any argument is refused.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, flags == 0 ? 0 : ~0u, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, flags, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, answer),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{.len = sizeof program / sizeof *program,
                          .filter = program};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == -1) {
    std::perror("refuse: seccomp");
    return 2;
  }
  execvp(argv[3], argv + 3);
  std::perror(argv[3]);
  return 2;
}
