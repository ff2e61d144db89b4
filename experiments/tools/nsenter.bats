# nsenter --pid: why it forks, whose namespace a target's "pid" is, and why
# ps looks wrong until the mount namespace is entered as well.

setup() {
  load cell
  needs_namespaces
  needs "pgrep" "install procps" type pgrep
}

@test "nsenter --pid forks: its command has a number inside and PPID 0" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits for the end of the scenario.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file, if unshare failed

    init=$(pgrep --parent "$COPROC_PID")
    nsenter --target "$init" --pid sh -c 'echo "PID $$, PPID $PPID"'
SCENARIO
  assert_success
  assert_output "PID 2, PPID 0"
}

# As above, but nothing is forked between setns and the command.
@test "nsenter --pid --no-fork: the command stays outside, its children do not" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits for the end of the scenario.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file, if unshare failed

    init=$(pgrep --parent "$COPROC_PID")
    nsenter --target "$init" --pid --no-fork sh -c '
      echo "command: PPID $PPID"
      sh -c "echo child: PID \$\$, PPID \$PPID"; :'
SCENARIO
  assert_success
  assert_output "command: PPID 1
child: PID 2, PPID 0"
}

# The unshare that waits for its child has a namespace to give, but does not
# live in it: its ns/pid is the old one, its ns/pid_for_children the new one.
@test "nsenter --target UNSHARE --pid: leads back to the old namespace, not into the new" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits for the end of the scenario.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file, if unshare failed

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

@test "nsenter --pid without --mount: /proc is still the caller's" {
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits for the end of the scenario.
    coproc unshare --pid --fork --mount-proc sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file, if unshare failed

    init=$(pgrep --parent "$COPROC_PID")
    nsenter --target "$init" --pid grep Name /proc/1/status
    nsenter --target "$init" --pid --mount grep Name /proc/1/status
SCENARIO
  assert_success
  assert_output $'Name:\tbash\nName:\tsh'
}

@test "nsenter --pid: there is no way back to the parent namespace" {
  # The old /proc still names the way out: /proc/1 is the scenario itself.
  run in_cell <<'SCENARIO'
    unshare --pid --fork nsenter --target 1 --pid true
SCENARIO
  assert_failure 1
  assert_output "nsenter: reassociate to namespace 'ns/pid' failed: Invalid argument"
}
