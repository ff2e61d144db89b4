// To select a domain, TOMOYO takes a PID in the PID namespace of the writer.
//
// In domain_policy, "select pid=N" shows the domain of a process. A writer
// inside names itself by its PID inside, and cannot name a process outside.
// "select global-pid=N" takes a PID of the initial namespace from any writer.
//
//   caller                      in the initial PID namespace
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init     PID 1 inside
//   init   ──write("select pid=N" or "select global-pid=N"), read()
#include <sched.h>
#include <sys/mount.h>

#include "experiments/experiment.h"

using namespace pidlab;

// The first line of the answer repeats the request, the next names the domain.
static std::string domain_of(const std::string& process) {
  const Fd policy(must(open("/tmp/tomoyo/domain_policy", O_RDWR | O_CLOEXEC)));
  const std::string request = "select " + process + "\n";
  must(write(policy, request.data(), request.size()));
  std::string answer, part(4096, '\0');
  while (const ssize_t size = must(read(policy, part.data(), part.size()))) {
    answer += part.substr(0, size);
  }
  if (!answer.starts_with("# " + request)) broken("another answer: " + answer);
  answer.erase(0, 2 + request.size());
  return answer.substr(0, answer.find('\n'));
}

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("securityfs", "/tmp", "securityfs", 0, nullptr));
  const std::string caller = std::to_string(getpid());
  observe("caller.text_of_itself", domain_of("pid=" + caller));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    observe("init.text_of_itself", domain_of("pid=1"));
    observe("init.text_of_caller", domain_of("pid=" + caller));
    observe("init.text_of_caller_global", domain_of("global-pid=" + caller));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
