// A child can replace the session keyring of init, and init that of its parent.
//
// KEYCTL_SESSION_TO_PARENT gives the parent the session keyring of the caller.
// The kernel spares only the init of the machine, and not the init of a child
// PID namespace. The caller's own parent may be outside, too.
//
//   caller                              session keyring "pidlab-caller"
//   caller ──fork() after unshare()──▶ init    PID 1, "pidlab-init"
//   init   ──fork()──────────────────▶ child   PID 2, "pidlab-child"
//   child  ──KEYCTL_SESSION_TO_PARENT──▶ init   now "pidlab-child"
//   init   ──KEYCTL_SESSION_TO_PARENT──▶ caller now "pidlab-child"
#include <linux/keyctl.h>
#include <sched.h>
#include <sys/syscall.h>

#include "experiments/experiment.h"

using namespace pidlab;

static long join_session_keyring(const char* name) {
  return syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, name);
}

static long session_to_parent() {
  return syscall(SYS_keyctl, KEYCTL_SESSION_TO_PARENT);
}

// The name of the caller's session keyring.
static std::string session_keyring() {
  char text[256];
  must(syscall(SYS_keyctl, KEYCTL_DESCRIBE, KEY_SPEC_SESSION_KEYRING, text,
               sizeof text));
  return strrchr(text, ';') + 1;
}

int main() {
  const long joined = join_session_keyring("pidlab-caller");
  observe("caller.keyctl_join", outcome(joined));
  if (joined == -1) return 0;
  observe("caller.text_before", session_keyring());
  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.pid", getpid());
    must(join_session_keyring("pidlab-init"));
    observe("init.text_before", session_keyring());
    const pid_t child = must(fork());
    if (child == 0) {
      must(join_session_keyring("pidlab-child"));
      observe("child.keyctl", outcome(session_to_parent()));
      _exit(0);
    }
    must(waitpid(child, nullptr, 0));
    observe("init.text_after", session_keyring());
    observe("init.keyctl", outcome(session_to_parent()));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  observe("caller.text_after", session_keyring());
}
