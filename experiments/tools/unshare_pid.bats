# unshare --pid: why "Cannot allocate memory" follows the first command, what
# --fork changes, and whether the namespace ends when unshare itself is killed.

setup() {
  load cell
  needs_namespaces
}

# unshare execs the shell without a fork. The first child of the shell is PID 1
# of the new namespace. When it has ended, the namespace takes no more processes.
@test "unshare -p without --fork: the shell cannot fork its second command" {
  run as_root unshare --pid bash -c '
    sh -c "echo the first command is PID \$\$"
    sh -c "echo the second command runs"
    echo the shell goes on'
  assert_failure
  assert_line "the first command is PID 1"
  assert_line --partial "fork: Cannot allocate memory"
  refute_line "the second command runs"
  refute_line "the shell goes on"
}

@test "unshare -p without --fork: the shell is outside, its children are inside" {
  # The ':' keeps sh from calling exec for readlink: sh would not have a child,
  # and before Linux 7.1, pid_for_children has no target before the first child.
  run as_root unshare --pid sh -c '
    readlink /proc/$$/ns/pid /proc/$$/ns/pid_for_children; :'
  assert_success
  assert_line --index 0 "$(readlink /proc/self/ns/pid)"
  assert_line --index 1 --regexp '^pid:\[[0-9]+\]$'
  assert_not_equal "${lines[0]}" "${lines[1]}"
}

@test "unshare -p --fork: the shell is PID 1 and can fork several commands" {
  run as_root unshare --pid --fork sh -c '
    echo the shell is PID $$
    sh -c "echo the first command is PID \$\$"
    sh -c "echo the second command is PID \$\$"
    echo the shell goes on'
  assert_success
  assert_output "the shell is PID 1
the first command is PID 2
the second command is PID 3
the shell goes on"
}

@test "unshare -p: refused to an ordinary user, allowed together with --user" {
  local ordinary=()
  if unshare --pid true 2>/dev/null; then
    ordinary=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    needs "a second user" "run where uid 65534 is mapped" "${ordinary[@]}" true
  fi
  run "${ordinary[@]}" unshare --pid --fork true
  assert_failure 1
  assert_output "unshare: unshare failed: Operation not permitted"

  needs "user namespaces for all users" "sysctl user.max_user_namespaces, \
kernel.apparmor_restrict_unprivileged_userns" \
    "${ordinary[@]}" unshare --user --pid --fork true
  run "${ordinary[@]}" unshare --user --pid --fork sh -c 'echo "PID $$"'
  assert_success
  assert_output "PID 1"
}

# PID 1 continues without the parent that created it, like any other orphan.
@test "unshare --fork: when it is killed, its namespace continues" {
  needs "pgrep" "install procps" type pgrep
  run --separate-stderr in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits for a question. When init ends,
    # its pipe ends. bash closes COPROC when unshare has ended: 3 and 4 remain.
    coproc unshare --pid --fork sh -c '
      echo up; read -r word; echo "PID $$ heard: $word"'
    unshare=$COPROC_PID
    exec 3<&"${COPROC[0]}" 4>&"${COPROC[1]}"
    read -r _ <&3
    init=$(pgrep --parent "$unshare")

    kill -KILL "$unshare"
    wait "$unshare" || echo "unshare ended with $?"
    grep PPid "/proc/$init/status"
    echo "are you there" >&4 || true
    cat <&3
    echo "end of file"
SCENARIO
  assert_success
  assert_output $'unshare ended with 137
PPid:\t1
PID 1 heard: are you there
end of file'
}

# As above, but init asks the kernel for SIGKILL when its parent ends. This is a
# signal from an ancestor namespace, so the kernel forces it even on PID 1.
@test "unshare --kill-child: when it is killed, its namespace ends" {
  run --separate-stderr in_cell <<'SCENARIO'
    coproc unshare --pid --kill-child sh -c '
      echo up; read -r word; echo "PID $$ heard: $word"'
    unshare=$COPROC_PID
    exec 3<&"${COPROC[0]}" 4>&"${COPROC[1]}"
    read -r _ <&3

    kill -KILL "$unshare"
    # The kernel sends the signal to init before wait can return, so init cannot
    # answer any more. If init has already ended, echo fails: the pipe is broken.
    wait "$unshare" || echo "unshare ended with $?"
    echo "are you there" >&4 || true
    cat <&3
    echo "end of file"
SCENARIO
  assert_success
  assert_output "unshare ended with 137
end of file"
}
