// Says in words how a child ended.
#pragma once

#include <signal.h>
#include <sys/wait.h>

#include <cstring>
#include <string>

namespace pidlab {

/// "SIGKILL", or "signal 40" for a signal without a name; see signal(7).
inline std::string signal_name(int signal) {
  const char* abbreviation = sigabbrev_np(signal);
  return abbreviation ? std::string("SIG") + abbreviation
                      : "signal " + std::to_string(signal);
}

/// How a child ended or stopped, from the status of wait(2): "exited 0",
/// "killed by SIGKILL", "stopped by SIGSTOP", "continued".
inline std::string ending(int status) {
  if (WIFEXITED(status)) return "exited " + std::to_string(WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return "killed by " + signal_name(WTERMSIG(status));
  if (WIFSTOPPED(status)) return "stopped by " + signal_name(WSTOPSIG(status));
  return "continued";
}

}  // namespace pidlab
