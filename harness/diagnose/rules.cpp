// The table of rules. The texts are here, and the conditions in the functions.
#include "harness/diagnose/rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace pidlab {

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
       "fork(2) fails with ENOMEM, and pthread_create(3) fails with EINVAL.",
       "Start the program again in a new PID namespace: `unshare --pid "
       "--fork`. No process can be created in the dead namespace.",
       "pid_namespaces(7)", "fork_fails_once_first_child_is_dead"},
      {"stopped_init", will_fail, find_stopped_init,
       "Until it continues, the init does not handle signals and does not reap "
       "its zombies.",
       "Send SIGCONT to the init. A member of its namespace can do this, too.",
       "pid_namespaces(7)", "member_sigcont_resumes_stopped_init"},
      {"init_that_cannot_end", will_fail, find_init_that_cannot_end,
       "Until the zombie has been reaped, the init and its namespace do not "
       "end, and a program that waits for the init keeps waiting.",
       "Make the parent or the tracer of the zombie wait for it, or end that "
       "parent or tracer.",
       "pid_namespaces(7)", "init_end_waits_for_a_zombie_reaped_outside"},
      {"discarded_sigterm", may_surprise, find_discarded_sigterm,
       "The kernel discards SIGTERM for this init. A container runtime waits "
       "for its timeout, and then sends SIGKILL.",
       "Install a handler in the program, or run it as the child of a small "
       "init that forwards signals (docker run --init, podman run --init). If "
       "the init is a shell script, make it start the program with exec.",
       "pid_namespaces(7)", "init_ignores_signals_from_ancestor"},
      {"discarded_sigint", may_surprise, find_discarded_sigint,
       "Ctrl-C at its terminal does not end this init.",
       "Install a handler in the program, or run it as the child of a small "
       "init that forwards signals (docker run --init, podman run --init).",
       "pid_namespaces(7)", "init_survives_ctrl_c"},
      {"zombies_of_init", may_surprise, find_zombies_of_init,
       "Each zombie keeps its PID until the init waits for it. When no PID is "
       "free, fork(2) fails with EAGAIN.",
       "Make the init call wait(2) for every child, or run the program below "
       "an init that does (docker run --init, podman run --init).",
       "wait(2)", "zombie_stays_until_init_waits"},
      {"traced_init", may_surprise, find_traced_init,
       "Until its tracer lets it continue, the init does not run and does not "
       "reap its zombies.",
       "Make the tracer continue the init or detach from it.", "ptrace(2)",
       "traced_init_survives_its_own_fault"},
      {"foreign_proc", may_surprise, find_foreign_proc,
       "The PIDs in this /proc are not those that the process uses in system "
       "calls. ps(1) shows PIDs that are wrong for kill(2), and /proc/self has "
       "such a PID or fails with ENOENT.",
       "Mount a /proc inside: `unshare --pid --fork --mount-proc`, or `mount "
       "-t proc proc /proc` in a new mount namespace. To join a container, use "
       "both options of `nsenter --target PID --pid --mount`.",
       "proc(5)", "proc_shows_its_mounters_namespace"},
      {"threads_refused", may_surprise, find_threads_refused,
       "These threads cannot create a thread: pthread_create(3) fails with "
       "EINVAL. The processes that they create are in the other namespace.",
       "Call unshare(2) or setns(2) in a process with one thread, and create "
       "the threads in its child.",
       "pid_namespaces(7)", "no_new_thread_after_unshare"},
      {"kept_namespace", may_surprise, find_kept_namespace,
       "setns(2) to the namespace succeeds, and then fork(2) fails with "
       "ENOMEM, as in `nsenter --pid=FILE`. The namespace counts toward "
       "max_pid_namespaces.",
       "Unmount or close the file. To keep a namespace usable, keep its init "
       "running.",
       "pid_namespaces(7)", "bind_mount_keeps_pid_namespace_dead"},
      {"pids_nearly_used_up", may_surprise, find_pids_nearly_used_up,
       "fork(2) fails with EAGAIN when every PID is in use.",
       "End processes, or raise kernel.pid_max. Since Linux 6.14, each PID "
       "namespace has its own pid_max, and the pid_max of each ancestor "
       "applies as well.",
       "proc_sys_kernel(5)", "fork_fails_when_pids_run_out"},
      {"namespaces_nearly_used_up", may_surprise,
       find_namespaces_nearly_used_up,
       "At the limit, creating a PID namespace fails with ENOSPC.",
       "Raise user.max_pid_namespaces, or end PID namespaces. The kernel "
       "counts those of each user separately.",
       "namespaces(7)", "max_pid_namespaces_is_enospc"},
      {"deep_nesting", may_surprise, find_deep_nesting,
       "Creating a PID namespace deeper than level 32 fails with ENOSPC.",
       "Nest fewer containers.", "pid_namespaces(7)",
       "unshare_stops_at_the_deepest_level"},
      {"children_elsewhere", information, find_children_elsewhere,
       "The process keeps its PID and its PID namespace. Its children are "
       "members of the other namespace, and it cannot create a thread.",
       "This state is normal after unshare(2) or setns(2), if the program only "
       "waits for its child.",
       "pid_namespaces(7)", "unshare_does_not_move_caller"},
      {"other_zombies", information, find_other_zombies,
       "The zombie keeps its PID until its parent waits or ends.",
       "Make the parent call wait(2), or end the parent.", "wait(2)",
       "zombie_stays_until_init_waits"},
      {"tracer_outside", information, find_tracer_outside,
       "The process sees TracerPid 0 in its own /proc. When it has ended, it "
       "stays a zombie until the tracer waits for it, and its init cannot end "
       "before that.",
       "Detach the tracer before the namespace ends.", "ptrace(2)",
       "traced_member_delays_the_end_of_init"},
      {"group_outside", information, find_group_outside,
       "kill(0, SIG) by a member of the group also reaches the members of the "
       "group that are outside, and getpgrp(2) returns 0 inside.",
       "Start the init in a new session: `unshare --pid --fork setsid "
       "PROGRAM`.",
       "pid_namespaces(7)", "kill_zero_reaches_the_group_outside"},
      {"session_outside", information, find_session_outside,
       "getsid(2) returns 0 inside. CRIU refuses to save such a container.",
       "Start the init in a new session: `unshare --pid --fork setsid "
       "PROGRAM`. Later, setsid(2) fails with EPERM, as the init leads a "
       "process group.",
       "pid_namespaces(7)", "pgid_and_sid_are_zero_for_a_leader_outside"},
      {"missing_proc", information, find_missing_proc,
       "Programs that read /proc, such as ps, fail here.",
       "Mount proc: `mount -t proc proc /proc`.", "proc(5)",
       "mounting_proc_needs_cap_sys_admin"},
      {"covered_proc", information, find_covered_proc,
       "In a new user namespace inside, mounting another /proc fails with "
       "EPERM.",
       "If the container has to mount a new /proc, start it with an uncovered "
       "one (docker run --security-opt systempaths=unconfined, podman run "
       "--security-opt unmask=ALL).",
       "proc(5)", "covered_proc_forbids_a_full_one"},
      {"hidepid", information, find_hidepid,
       "In this /proc, an ordinary user does not see the processes of other "
       "users, or cannot read their files.",
       "Read this /proc as root, or mount it without hidepid.", "proc(5)",
       "hidepid_belongs_to_one_mount"},
      {"restricted_init", information, find_restricted_init,
       "The kernel may refuse system calls inside, even to root. With "
       "NoNewPrivs 1, execve(2) does not grant privileges.",
       "Compare the runtime's seccomp profile and capabilities with what the "
       "program needs.",
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
