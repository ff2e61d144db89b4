# A /proc belongs to the PID namespace of whoever mounted it: what goes wrong
# in a new namespace with an old /proc, and how --mount-proc puts it right.

setup() {
  load cell
  needs_namespaces
}

@test "unshare -pf without --mount-proc: \$\$ is 1, and /proc/1 is somebody else" {
  # read is a builtin: it is the shell itself that looks at /proc/self.
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

@test "unshare -pf --mount-proc: ps shows the new namespace and nothing else" {
  needs "ps" "install procps" type ps
  run as_root unshare --pid --fork --mount-proc sh -c '
    ps -e -o pid=,ppid=,comm=; :'
  assert_success
  assert_line --index 0 --regexp '^ +1 +0 sh$'
  assert_line --index 1 --regexp '^ +2 +1 ps$'
  assert_equal "${#lines[@]}" 2
}

# Without --fork it is unshare that mounts /proc, and unshare is still a
# member of the namespace it was born in.
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

@test "NSpid in /proc/PID/status: a number a level, from the /proc's own inwards" {
  # Each unshare but the first is PID 1 where it starts, and forks the next.
  run in_cell <<'SCENARIO'
    unshare --pid --fork unshare --pid --fork unshare --pid --fork \
      grep NSpid /proc/self/status
SCENARIO
  assert_success
  assert_output $'NSpid:\t5\t3\t2\t1'
}

# Whoever mounts /proc shows what is in a PID namespace, so the kernel wants
# the user namespace of the mounter to own that one.
@test "mount -t proc: a user namespace alone is refused, with a PID namespace allowed" {
  needs "a user namespace with a /proc of its own" \
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
