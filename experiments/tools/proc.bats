# A mount of proc shows the PID namespace of the process that mounted it: what
# goes wrong in a new PID namespace with an old /proc, and how --mount-proc
# corrects it.

setup() {
  load cell
  needs_namespaces
}

@test "unshare -pf without --mount-proc: \$\$ is 1, but /proc/1 is another process" {
  # read is a builtin: the shell itself reads /proc/self.
  run in_cell <<'SCENARIO'
    unshare --pid --fork sh -c '
      read -r self rest </proc/self/stat
      echo "\$\$ is $$, /proc/self is $self"
      read -r comm </proc/1/comm
      echo "/proc/1 is the $comm outside"'
SCENARIO
  assert_success
  assert_output '$$ is 1, /proc/self is 3
/proc/1 is the bash outside'
}

@test "unshare -pf --mount-proc: ps shows only the new namespace" {
  needs "ps" "install procps" type ps
  run as_root unshare --pid --fork --mount-proc sh -c '
    ps -e -o pid=,ppid=,comm=; :'
  assert_success
  assert_line --index 0 --regexp '^ +1 +0 sh$'
  assert_line --index 1 --regexp '^ +2 +1 ps$'
  assert_equal "${#lines[@]}" 2
}

# Without --fork, unshare itself mounts /proc, and unshare is still a member of
# its old namespace.
@test "unshare -p --mount-proc without --fork: the new /proc shows the old namespace" {
  run in_cell <<'SCENARIO'
    unshare --pid --mount-proc sh -c '
      cat /proc/1/comm
      read -r self rest </proc/self/stat
      echo "\$\$ is $$, /proc/self is $self"'
SCENARIO
  assert_success
  assert_output 'bash
$$ is 2, /proc/self is 2'
}

@test "NSpid in /proc/PID/status: one PID for each level, from the namespace of that /proc down" {
  # Each unshare but the first is PID 1 of its namespace, and forks the next.
  run in_cell <<'SCENARIO'
    unshare --pid --fork unshare --pid --fork unshare --pid --fork \
      grep NSpid /proc/self/status
SCENARIO
  assert_success
  assert_output $'NSpid:\t5\t3\t2\t1'
}

# A mount of proc shows the processes of a PID namespace. Therefore the mounter
# needs CAP_SYS_ADMIN in the user namespace that owns the PID namespace.
@test "mount -t proc: refused in a new user namespace, allowed with a new PID namespace too" {
  needs "a user namespace with a new /proc" \
    "allow user namespaces; run where no container covers parts of /proc" \
    unshare --user --map-root-user --pid --fork --mount-proc true
  mkdir "$BATS_TEST_TMPDIR/proc"
  run unshare --user --map-root-user --mount \
    mount -t proc proc "$BATS_TEST_TMPDIR/proc"
  assert_failure 32
  assert_line --partial "permission denied"

  run unshare --user --map-root-user --mount --pid --fork \
    mount -t proc proc "$BATS_TEST_TMPDIR/proc"
  assert_success
  assert_output ""
}
