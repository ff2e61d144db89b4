# nsenter --pid: why it forks, to which PID namespace the link "pid" of its target
# refers, and why ps shows the wrong processes until nsenter joins the mount
# namespace as well.

setup() {
  load cell
  needs_namespaces
  needs "pgrep" "install procps" type pgrep
}

@test "nsenter --pid forks: its command has a PID inside, and PPID 0" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits until the scenario ends.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

    init=$(pgrep --parent "$COPROC_PID")
    nsenter --target "$init" --pid sh -c 'echo "PID $$, PPID $PPID"'
SCENARIO
  assert_success
  assert_output "PID 2, PPID 0"
}

# As above, but nsenter does not fork between setns and the command.
@test "nsenter --pid --no-fork: the command is outside, its children are inside" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits until the scenario ends.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

    init=$(pgrep --parent "$COPROC_PID")
    nsenter --target "$init" --pid --no-fork sh -c '
      echo "command: PPID $PPID"
      sh -c "echo child: PID \$\$, PPID \$PPID"; :'
SCENARIO
  assert_success
  assert_output "command: PPID 1
child: PID 2, PPID 0"
}

# The unshare that waits for its child is not a member of the new namespace: its
# ns/pid refers to the old one, its ns/pid_for_children to the new one.
@test "nsenter --target UNSHARE --pid: joins the old namespace, not the new one" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits until the scenario ends.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

    nsenter --target "$COPROC_PID" --pid readlink /proc/self/ns/pid
    nsenter --pid="/proc/$COPROC_PID/ns/pid_for_children" \
      readlink /proc/self/ns/pid
    init=$(pgrep --parent "$COPROC_PID")
    readlink "/proc/$COPROC_PID/ns/pid" "/proc/$init/ns/pid"
SCENARIO
  assert_success
  assert_equal "${lines[0]}" "${lines[2]}"
  assert_equal "${lines[1]}" "${lines[3]}"
  assert_not_equal "${lines[0]}" "${lines[1]}"
}

@test "nsenter --pid without --mount: /proc is still the one of the caller" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits until the scenario ends.
    coproc unshare --pid --fork --mount-proc sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

    init=$(pgrep --parent "$COPROC_PID")
    nsenter --target "$init" --pid grep Name /proc/1/status
    nsenter --target "$init" --pid --mount grep Name /proc/1/status
SCENARIO
  assert_success
  assert_output $'Name:\tbash\nName:\tsh'
}

@test "nsenter --pid: a process cannot join the parent namespace" {
  # The old /proc still shows the parent namespace: /proc/1 is the scenario.
  run in_cell <<'SCENARIO'
    unshare --pid --fork nsenter --target 1 --pid true
SCENARIO
  assert_failure 1
  assert_output "nsenter: reassociate to namespace 'ns/pid' failed: Invalid argument"
}
