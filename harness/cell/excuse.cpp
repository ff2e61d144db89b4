// A filter answers with an error, or kills by SIGSYS. Where neither was
// observed, only the kernel can have answered. A limit is an excuse for its own
// error only.
#include "harness/cell/excuse.h"

#include <fmt/format.h>
#include <linux/capability.h>
#include <sys/prctl.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "harness/record/syscalls.h"

namespace pidlab {
namespace {

// The largest experiment creates 65 processes, and several run at a time.
constexpr std::uint64_t enough = 128;

std::string first_word(const std::string& path) {
  std::string word;
  std::ifstream(path) >> word;
  return word;
}

bool is_below(const std::string& number, std::uint64_t least) {
  std::uint64_t value;
  return std::istringstream(number) >> value && value < least;
}

void add_sysctls(std::vector<Limit>& limits) {
  for (const std::string type :
       {"pid", "mnt", "ipc", "user", "uts", "net", "cgroup", "time"}) {
    const std::string name = fmt::format("user.max_{}_namespaces", type);
    const std::string value =
        first_word(fmt::format("/proc/sys/user/max_{}_namespaces", type));
    if (!is_below(value, enough)) continue;
    limits.push_back({.limit = fmt::format("{} is {}", name, value),
                      .errors = {"ENOSPC"},
                      .remedy = "raise this sysctl"});
  }
  // The first PID after a wrap is 300, see pid_namespaces(7).
  const std::string pid_max = first_word("/proc/sys/kernel/pid_max");
  if (is_below(pid_max, 300 + 2 * enough)) {
    limits.push_back({.limit = "kernel.pid_max is " + pid_max,
                      .errors = {"EAGAIN"},
                      .remedy = "raise this sysctl"});
  }
}

// Yama's ptrace_scope, see Documentation/admin-guide/LSM/Yama.rst: 2 is for
// CAP_SYS_PTRACE only, and 3 for nobody.
void add_ptrace_scope(std::vector<Limit>& limits) {
  const std::string scope = first_word("/proc/sys/kernel/yama/ptrace_scope");
  const std::string limit = "kernel.yama.ptrace_scope is " + scope;
  if (scope == "3") {
    limits.push_back({.limit = limit,
                      .errors = {"EPERM"},
                      .remedy = "boot again with a lower value; a 3 stays"});
  } else if (scope == "2" && prctl(PR_CAPBSET_READ, CAP_SYS_PTRACE) != 1) {
    limits.push_back(
        {.limit = limit,
         .errors = {"EPERM"},
         .remedy = "run with CAP_SYS_PTRACE, or lower this sysctl"});
  }
}

// A BPF program that calls a function of the kernel needs the JIT compiler, see
// add_kfunc_call in kernel/bpf/verifier.c.
void add_bpf_jit(std::vector<Limit>& limits) {
  if (first_word("/proc/sys/net/core/bpf_jit_enable") != "0") return;
  limits.push_back({.limit = "net.core.bpf_jit_enable is 0",
                    .errors = {"ENOTSUPP"},
                    .remedy = "set this sysctl to 1"});
}

// The folder of this process's cgroup that may have a limit on processes: in
// the hierarchy of the pids controller, or else in the unified one.
std::string pids_cgroup() {
  std::ifstream mine("/proc/self/cgroup");
  std::string unified;
  for (std::string line; std::getline(mine, line);) {
    const auto path = line.substr(line.rfind(':') + 1);
    if (line.find(":pids:") != line.npos) return "/sys/fs/cgroup/pids" + path;
    if (line.starts_with("0::")) unified = "/sys/fs/cgroup" + path;
  }
  return unified;
}

// pids.events counts the forks that the limit refused: in the cgroup of the
// process, or since Linux 6.11 in the cgroup that has the limit.
void add_pids_limit(Place& place) {
  for (std::string folder = pids_cgroup(); folder.size() > 1;
       folder = folder.substr(0, folder.rfind('/'))) {
    std::ifstream events(folder + "/pids.events");
    std::string word;
    std::uint64_t count = 0;
    if (events >> word >> count) place.refused_forks += count;
    const std::string most = first_word(folder + "/pids.max");
    if (!most.empty() && most != "max" && place.pids_limit.empty()) {
      place.pids_limit =
          fmt::format("pids.max of the cgroup {} is {}",
                      folder.substr(sizeof "/sys/fs/cgroup" - 1), most);
    }
  }
}

// A tracer, like strace(1), stops each experiment, and may see what is meant
// for its own tracer: see TracerPid in proc_pid_status(5).
bool is_traced() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    int tracer;
    if (word == "TracerPid:") return status >> tracer && tracer != 0;
  }
  return false;
}

bool shows(const Run& run, const std::string& error) {
  return run.reason.find(error) != std::string::npos ||
         std::ranges::count(run.observations, Value(error),
                            &Observation::value) > 0;
}

bool is_error_or_sigsys(const Observation& one) {
  const auto* text = std::get_if<std::string>(&one.value);
  return text && (text->starts_with('E') || text->ends_with("SIGSYS"));
}

}  // namespace

const char* const without_filter =
    "run without one (podman and Docker: --security-opt seccomp=unconfined; "
    "Kubernetes: seccompProfile: {type: Unconfined}; systemd-nspawn: set "
    "SYSTEMD_SECCOMP=0 in its environment; a systemd unit: an empty "
    "SystemCallFilter=)";

Place look_around() {
  Place place{.filtered = calls_are_filtered(), .traced = is_traced()};
  add_sysctls(place.limits);
  add_ptrace_scope(place.limits);
  add_bpf_jit(place.limits);
  add_pids_limit(place);
  return place;
}

std::string excuse(const Run& run, bool observed_all, const Place& before,
                   const Place& now) {
  if (now.filtered &&
      (run.ending != Ending::finished || !observed_all ||
       std::ranges::any_of(run.observations, is_error_or_sigsys))) {
    return fmt::format(
        "a seccomp filter may have answered instead of the kernel: {}",
        without_filter);
  }
  if (now.traced) {
    return "a tracer (strace, gdb) may have changed what was seen: run pidlab "
           "without one";
  }
  if (now.refused_forks > before.refused_forks) {
    return fmt::format(
        "the limit on processes was reached ({}): raise it, or use --jobs 1",
        now.pids_limit);
  }
  for (const Limit& limit : now.limits) {
    for (const std::string& error : limit.errors) {
      if (!shows(run, error)) continue;
      return fmt::format("a limit may be the cause of {} ({}): {}", error,
                         limit.limit, limit.remedy);
    }
  }
  return "";
}

}  // namespace pidlab
