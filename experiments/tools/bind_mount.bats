# mount --bind of /proc/PID/ns/TYPE keeps a namespace without any process. A UTS
# namespace stays usable; a PID namespace does not, once its init has ended.

setup() {
  load cell
  needs_namespaces
}

@test "mount --bind of ns/uts: the namespace stays usable after its last process ended" {
  needs "hostname" "install hostname" type hostname
  run in_cell <<'SCENARIO'
    touch held
    unshare --uts sh -c '
      hostname kept-by-a-mount; mount --bind /proc/$$/ns/uts held'
    nsenter --uts=held uname -n
    uname -n
SCENARIO
  assert_success
  assert_output "kept-by-a-mount
$(uname -n)"
}

@test "mount --bind of ns/pid: nsenter can fork only while the init of the namespace runs" {
  needs "pgrep" "install procps" type pgrep
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits for a line and exits.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    unshare=$COPROC_PID
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

    touch held
    mount --bind "/proc/$(pgrep --parent "$unshare")/ns/pid" held
    nsenter --pid=held sh -c 'echo "init lives: PID $$ of the namespace"'

    echo >&"${COPROC[1]}"
    wait "$unshare"  # unshare exits after it has reaped init
    stat --file-system --format "init died: the mount is still %T" held
    # setns(2) still succeeds. Only the fork that follows fails.
    nsenter --pid=held --no-fork sh -c 'echo "init died: setns works"'
    nsenter --pid=held sh -c 'echo "init died: fork works"'
SCENARIO
  assert_failure 1
  assert_output "init lives: PID 2 of the namespace
init died: the mount is still nsfs
init died: setns works
nsenter: fork failed: Cannot allocate memory"
}

# unshare binds the file while the command runs, not before it. The mount
# certainly exists only after unshare has exited.
@test "unshare --pid=FILE: the mount outlives the command, but fork(2) fails" {
  run in_cell <<'SCENARIO'
    touch held
    unshare --fork --pid=held sh -c 'echo "PID $$"'
    stat --file-system --format %T held
    nsenter --pid=held true
SCENARIO
  assert_failure 1
  assert_output "PID 1
nsfs
nsenter: fork failed: Cannot allocate memory"
}
