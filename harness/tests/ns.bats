# pidlab ns: the namespaces of a machine, and their members.

setup() {
  load common
}

@test "ns --all prints what readlink finds in every task's links" {
  # Tasks may start and end between the two readings, but namespaces must not
  # change. So nothing else runs in this PID namespace.
  in_namespaces '
    unshare --uts bash -c "read -r" < <(sleep 100) &
    until [ "$(readlink /proc/$!/ns/uts)" != "$(readlink /proc/$$/ns/uts)" ]; do :; done
    ns=$("$PIDLAB" ns --all)
    diff <(readlink /proc/*/task/*/ns/* | sort -u) <(echo "$ns") && echo same'
  assert_output same
}

@test "the tree shows a child namespace under its parent, with both PIDs" {
  in_namespaces '
    unshare --pid --fork sleep 100 &
    until pgrep -x sleep >/dev/null; do :; done
    "$PIDLAB" ns; kill %1'
  assert_line --index 0 --partial "PID namespaces"
  assert_line --regexp '^pid:\[[0-9]+\]  [0-9]+ processes$'
  assert_line --regexp '^ +1  *bash$'
  assert_line --regexp '^  pid:\[[0-9]+\]  1 process$'
  assert_line --regexp '^ +[0-9]+ +1  *sleep$'
}

@test "a process is shown with its links, and the tasks with other links" {
  run "$PIDLAB" ns $$
  assert_success
  assert_line --regexp "^ *$$  *bash$"
  assert_line --regexp "^  pid +$(readlink /proc/$$/ns/pid | sed 's/[][]/\\&/g')$"
}

@test "a file is shown with its type, owner and parent" {
  in_namespaces '
    ours=$(readlink /proc/self/ns/pid) owner=$(readlink /proc/self/ns/user)
    unshare --pid --fork sleep 100 &
    until child=$(pgrep -x sleep); do :; done
    [ "$("$PIDLAB" ns --parent "$child")" = "$ours" ] &&
    [ "$("$PIDLAB" ns --owner "/proc/$child/ns/pid")" = "$owner" ] &&
    "$PIDLAB" ns "/proc/$child/ns/pid"'
  assert_success
  assert_line --regexp '^pid:\[[0-9]+\]$'
  assert_line --regexp '^  owner +user:\[[0-9]+\]$'
  assert_line --regexp '^  parent +pid:\[[0-9]+\]$'
}

@test "a namespace without a visible parent: the message says why" {
  run --separate-stderr "$PIDLAB" ns --parent /proc/self/ns/pid
  assert_equal "$status" 2
  output=$stderr assert_output --partial "/proc/self/ns/pid is the initial namespace, or its parent is not visible from the caller's namespace (EPERM)"
  run --separate-stderr "$PIDLAB" ns --parent /proc/self/ns/uts
  assert_equal "$status" 2
  output=$stderr assert_output --partial "uts namespaces have no parents"
}

@test "a named network namespace is shown with the file that keeps it" {
  need_root
  in_namespaces '
    mount -t tmpfs none /run && ip netns add pidlab-test && "$PIDLAB" ns'
  assert_success
  assert_line --regexp '^  net:\[[0-9]+\] +0  /run/netns/pidlab-test$'
}

@test "processes that cannot be read are counted, and the message says what to do" {
  need_root
  local nobody='mount -t tmpfs -o mode=755 none /mnt && cp "$PIDLAB" /mnt
    exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all /mnt/pidlab ns'
  local word
  for word in "" --all; do
    in_namespaces "$nobody $word 2>&1 >/dev/null"
    assert_success
    assert_output ""
    in_namespaces "sleep 100 & $nobody $word 2>&1 >/dev/null"
    assert_success
    assert_output "pidlab: 1 process cannot be read and is left out: run as root, or with CAP_SYS_PTRACE"
  done
  in_namespaces "sleep 100 & $nobody \$! 2>&1"
  assert_failure 2
  assert_output --regexp '^pidlab: PID [0-9]+: its namespaces cannot be read: run as root'
}

@test "without /proc the message says how to mount it" {
  [ -z "${ASAN_OPTIONS-}" ] || skip "AddressSanitizer itself needs a /proc"
  need_root
  need_no_chroot
  local word
  for word in "" --all 1; do
    run --separate-stderr unshare --mount bash -c \
      "umount --lazy /proc && exec \"\$PIDLAB\" ns $word"
    assert_failure 2
    assert_output ""
    assert_equal "$stderr" "pidlab: /proc: not a proc file system: mount -t proc proc /proc"
  done
}

@test "a process name is escaped, and stays on one line" {
  local name=$'a b\n\033[2Jc'
  cp "$(command -v sleep)" "$BATS_TEST_TMPDIR/$name"
  in_namespaces "'$BATS_TEST_TMPDIR/$name' 100 &
    until [ \"\$(cat /proc/\$!/comm)\" != bash ]; do :; done
    \"\$PIDLAB\" ns && \"\$PIDLAB\" ns \$!"
  assert_success
  assert_equal "$(grep -cF '  a b\n\x1b[2Jc' <<<"$output")" 2
}
