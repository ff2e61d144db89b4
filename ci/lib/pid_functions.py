"""The functions of the kernel that handle PID namespaces."""

import re

# The names of the functions in each file; "" means all functions of the file.
FUNCTIONS = {
    "kernel/pid_namespace.c": "",
    "kernel/pid.c": "",
    "kernel/nsproxy.c": "",
    "kernel/exit.c": "find_alive_thread find_child_reaper find_new_reaper reparent_leader"
                     " forget_original_parent exit_notify wait_task_zombie eligible_pid"
                     " kernel_waitid_prepare kernel_wait4",
    "kernel/signal.c": "sig_task_ignored sig_ignored kill_ok_by_cred check_kill_permission"
                       " prepare_signal send_signal_locked has_si_pid_and_uid"
                       " __send_signal_locked force_sig_info_to_task kill_proc_info"
                       " kill_something_info do_notify_parent do_notify_parent_cldstop"
                       " prepare_kill_siginfo access_pidfd_pidns do_pidfd_send_signal"
                       " do_send_specific do_rt_sigqueueinfo",
    "kernel/fork.c": "copy_process ksys_unshare check_unshare_flags"
                     " copy_clone_args_from_user pidfd_prepare",
    "kernel/reboot.c": "reboot",
    "kernel/sys.c": "getppid getpriority setpriority setpgid do_getpgid getsid ksys_setsid",
    "kernel/ucount.c": "inc_ucount dec_ucount",
    "kernel/acct.c": "fill_ac slow_acct_process acct_exit_ns",
    "kernel/nscommon.c": "may_see_all_namespaces",
    "kernel/nstree.c": "may_list_ns __ns_tree_gen_id",
    "fs/nsfs.c": "ns_ioctl open_related_ns open_namespace ns_get_name nsfs_encode_fh"
                 " nsfs_fh_to_dentry is_current_namespace",
    "fs/pidfs.c": "pidfd_show_fdinfo pidfd_poll pid_in_current_pidns pidfd_info pidfd_ioctl"
                  " pidfs_exit pidfs_ino_get_pid",
    "fs/locks.c": "locks_translate_pid locks_show",
    "fs/fcntl.c": "f_setown f_getown f_setown_ex f_getown_ex send_sigio_to_task",
    "fs/proc/array.c": "task_state do_task_stat children_seq_show",
    "fs/proc/base.c": "has_pid_permissions proc_pid_permission proc_pid_lookup next_tgid"
                      " proc_pid_readdir proc_task_lookup first_tid proc_task_readdir",
    "fs/proc/loadavg.c": "",
    "fs/proc/namespaces.c": "",
    "fs/proc/root.c": "proc_parse_pidns_param proc_parse_param proc_apply_options"
                      " proc_fill_super proc_init_fs_context proc_root_lookup",
    "fs/proc/self.c": "proc_self_get_link",
    "fs/proc/thread_self.c": "proc_thread_self_get_link",
    "ipc/mqueue.c": "__do_notify",
    "net/core/scm.c": "scm_check_creds __scm_send scm_pidfd_recv",
    "net/core/sock.c": "cred_to_ucred",
    "drivers/tty/tty_jobctrl.c": "tiocgpgrp tiocspgrp tiocgsid",
}


def functions(source, names):
    """Yields the name of each function, and the indices of the lines of its body, from 0."""
    lines, name = source.split("\n"), None
    for number, line in enumerate(lines):
        if match := re.match(r"(?:\w.*?\b|\w.*\*)?(\w+)\(", line):
            call = re.match(r"SYSCALL_DEFINE\d\((\w+)", line)
            name = call.group(1) if call else match.group(1)
        if line == "{" and name and (not names or name in names):
            end = lines.index("}", number)
            yield name, range(number + 1, end)
