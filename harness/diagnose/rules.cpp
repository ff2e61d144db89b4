// The table of rules. The texts are here, and the conditions in the functions.
#include "harness/diagnose/rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace pidlab {

std::string to_string(Severity severity) {
  switch (severity) {
    case Severity::will_fail:
      return "will fail";
    case Severity::may_surprise:
      return "may surprise";
    case Severity::information:
      return "for information";
  }
  return "";
}

std::string named(const SeenProcess& process) {
  return fmt::format("PID {} ({})", process.pid, process.comm);
}

std::string proc_file(const SeenProcess& process, const char* file) {
  return fmt::format("/proc/{}/{}", process.pid, file);
}

const std::vector<Rule>& rules() {
  using enum Severity;
  static const std::vector<Rule> table{
      {"children_in_a_dead_namespace", will_fail,
       find_children_in_a_dead_namespace,
       "fork(2) and clone(2) fail with ENOMEM, and a new thread with EINVAL.",
       "Start the program again in a new PID namespace, with `unshare --pid "
       "--fork`. The dead namespace cannot be used again.",
       "pid_namespaces(7)", "fork_fails_once_first_child_is_dead"},
      {"stopped_init", will_fail, find_stopped_init,
       "The init does not reap its zombies, and does not handle a signal until "
       "it continues.",
       "Send it SIGCONT. A member may do so too.", "pid_namespaces(7)",
       "member_sigcont_resumes_stopped_init"},
      {"init_that_cannot_end", will_fail, find_init_that_cannot_end,
       "The namespace does not end, and neither does a program that waits for "
       "its init, before the zombie has been reaped.",
       "Let the parent or the tracer of the zombie wait for it, or end that "
       "process.",
       "pid_namespaces(7)", "init_end_waits_for_a_zombie_reaped_outside"},
      {"discarded_sigterm", may_surprise, find_discarded_sigterm,
       "The kernel discards SIGTERM for this init. A container runtime waits "
       "for its timeout, and then sends SIGKILL.",
       "Install a handler in the program, or run it as the child of a small "
       "init that forwards signals (docker run --init, podman run --init). Let "
       "a shell script exec the program.",
       "pid_namespaces(7)", "init_ignores_signals_from_ancestor"},
      {"discarded_sigint", may_surprise, find_discarded_sigint,
       "Ctrl-C at its terminal does not end this init.",
       "Install a handler in the program, or run it as the child of a small "
       "init that forwards signals (docker run --init, podman run --init).",
       "pid_namespaces(7)", "init_survives_ctrl_c"},
      {"zombies_of_init", may_surprise, find_zombies_of_init,
       "The zombies stay, and each keeps its PID. In the end fork(2) fails "
       "with "
       "EAGAIN.",
       "Let the init call wait(2) for every child, or run the program below an "
       "init that does (docker run --init, podman run --init).",
       "wait(2)", "zombie_stays_until_init_waits"},
      {"traced_init", may_surprise, find_traced_init,
       "The init does not run, and does not reap, until its tracer lets it "
       "continue.",
       "Let the tracer continue or detach it.", "ptrace(2)",
       "traced_init_survives_its_own_fault"},
      {"foreign_proc", may_surprise, find_foreign_proc,
       "ps, kill and /proc/self disagree: the PIDs in this /proc are not those "
       "that the process uses in system calls.",
       "Mount a /proc inside: `unshare --pid --fork --mount-proc`, or `mount "
       "-t proc proc /proc` in a mount namespace of its own. Join with "
       "`nsenter --pid --mount`, and not with one of them.",
       "proc(5)", "proc_shows_its_mounters_namespace"},
      {"threads_refused", may_surprise, find_threads_refused,
       "The kernel refuses new threads of these tasks: pthread_create(3) fails "
       "with EINVAL. A child process is created in the other namespace.",
       "Call unshare(2) or setns(2) in a process with one thread, and create "
       "the threads in its child.",
       "pid_namespaces(7)", "no_new_thread_after_unshare"},
      {"kept_namespace", may_surprise, find_kept_namespace,
       "`nsenter --pid=FILE` succeeds, and then fork(2) fails with ENOMEM. The "
       "namespace counts for max_pid_namespaces.",
       "Unmount or close the file. To keep a namespace usable, keep its init "
       "running.",
       "pid_namespaces(7)", "bind_mount_keeps_pid_namespace_dead"},
      {"pids_nearly_used_up", may_surprise, find_pids_nearly_used_up,
       "fork(2) fails with EAGAIN when every PID is in use.",
       "End processes, or raise kernel.pid_max. Since Linux 6.14 each PID "
       "namespace has its own pid_max, which those of its ancestors limit.",
       "proc_sys_kernel(5)", "fork_fails_when_pids_run_out"},
      {"namespaces_nearly_used_up", may_surprise,
       find_namespaces_nearly_used_up, "A new PID namespace fails with ENOSPC.",
       "Raise user.max_pid_namespaces, or end namespaces. The kernel counts "
       "them for each user.",
       "namespaces(7)", "max_pid_namespaces_is_enospc"},
      {"deep_nesting", may_surprise, find_deep_nesting,
       "A PID namespace deeper than level 32 fails with ENOSPC.",
       "Nest fewer containers.", "pid_namespaces(7)",
       "unshare_stops_at_the_deepest_level"},
      {"children_elsewhere", information, find_children_elsewhere,
       "The process keeps its own PID. Its children are members of the other "
       "namespace, and it cannot create a thread.",
       "This is the state after unshare(2) or setns(2). Nothing is to do if "
       "the program only waits for its child.",
       "pid_namespaces(7)", "unshare_does_not_move_caller"},
      {"other_zombies", information, find_other_zombies,
       "The zombie keeps its PID until its parent waits or ends.",
       "Let the parent call wait(2), or end the parent.", "wait(2)",
       "zombie_stays_until_init_waits"},
      {"tracer_outside", information, find_tracer_outside,
       "The process sees TracerPid 0 in its own /proc. If it ends, it stays a "
       "zombie until the tracer has waited, and its init waits for that.",
       "Let the tracer detach before the namespace ends.", "ptrace(2)",
       "traced_member_delays_the_end_of_init"},
      {"group_outside", information, find_group_outside,
       "kill(0, SIG) by a member of the group reaches processes outside, and "
       "getpgrp(2) returns 0 inside.",
       "Let the init call setsid(2), if no process outside needs the group.",
       "pid_namespaces(7)", "kill_zero_reaches_the_group_outside"},
      {"session_outside", information, find_session_outside,
       "getsid(2) returns 0 inside. CRIU refuses to save such a container.",
       "Let the init call setsid(2).", "pid_namespaces(7)",
       "pgid_and_sid_are_zero_for_a_leader_outside"},
      {"missing_proc", information, find_missing_proc,
       "Programs that read /proc, such as ps, fail here.",
       "Mount one: `mount -t proc proc /proc`.", "proc(5)",
       "mounting_proc_needs_cap_sys_admin"},
      {"covered_proc", information, find_covered_proc,
       "In a new user namespace inside, mounting another /proc fails with "
       "EPERM.",
       "Let the runtime leave /proc uncovered (podman run --security-opt "
       "unmask=ALL), if this is needed.",
       "proc(5)", "covered_proc_forbids_a_full_one"},
      {"hidepid", information, find_hidepid,
       "A user does not see all processes in this /proc.",
       "Read it as root, or mount it without hidepid.", "proc(5)",
       "hidepid_belongs_to_one_mount"},
      {"restricted_init", information, find_restricted_init,
       "The kernel may refuse system calls here, whatever the user.",
       "Compare the seccomp profile and the capabilities of the runtime with "
       "what the program needs.",
       "capabilities(7)", "new_namespace_needs_cap_sys_admin"},
  };
  return table;
}

std::vector<Finding> diagnose(const Machine& machine,
                              const std::vector<Inode>& below) {
  std::vector<Finding> all;
  for (const Rule& rule : rules()) {
    for (Finding& finding : rule.find(machine)) {
      if (!below.empty() && std::ranges::find(below, finding.ns) == below.end())
        continue;
      finding.rule = &rule;
      all.push_back(std::move(finding));
    }
  }
  return all;
}

}  // namespace pidlab
