# What a limit answers is not a finding about the kernel: no FAIL and no BROKEN.

setup() {
  load common
  need_root
}

teardown() {
  if [ -n "${cgroup:-}" ]; then rmdir "$cgroup"; fi
}

# The exit status depends on what passes.
expect_no_failure() {
  refute_line --regexp '^not ok'
  assert_line --regexp '^# Totals: .* fail:0 .* error:0$'
}

@test "the deepest levels of PID namespaces" {
  [ "$(readlink /proc/self/ns/pid)" = 'pid:[4026531836]' ] ||
    skip "needs the initial PID namespace: its level is known"
  need_no_chroot
  local script=$BATS_TEST_TMPDIR/deeper level
  cat >"$script" <<'END'
#!/bin/sh
[ "$1" -gt 0 ] || exec "$PIDLAB" run --format ktap
exec unshare --pid --fork --kill-child --mount-proc "$0" $(($1 - 1))
END
  chmod +x "$script"
  for level in 28 30 31; do
    run "$script" "$level"
    expect_no_failure
  done
  assert_line --regexp 'SKIP needs 1 more level of PID namespaces, 0 are left: '
  assert_line --regexp '^# Totals: pass:[1-9]'
}

@test "few namespaces in a user namespace" {
  unshare --user true || skip "needs user namespaces: allow them"
  local type number
  for type in pid mnt ipc uts user; do
    for number in 2 8; do
      run unshare --user --map-root-user --pid --fork --kill-child --mount-proc bash -c \
        "echo $number >/proc/sys/user/max_${type}_namespaces && '$PIDLAB' run --format ktap"
      expect_no_failure
    done
  done
  # The user namespaces come last, and one of them is the cell's.
  assert_line --regexp '^# Totals: pass:[1-9]'
}

@test "few processes in a cgroup" {
  local parent
  for parent in /sys/fs/cgroup/pids /sys/fs/cgroup; do
    if [ -d "$parent" ] && mkdir "$parent/pidlab-test.$$" 2>/dev/null; then
      cgroup=$parent/pidlab-test.$$
      break
    fi
  done
  [ -w "${cgroup:-}/pids.max" ] || skip "needs a cgroup with the pids controller: mount it"
  local number
  for number in 8 40; do
    echo "$number" >"$cgroup/pids.max"
    run bash -c 'echo $$ >"$1/cgroup.procs" && exec "$PIDLAB" run --format ktap --timeout 3' \
      - "$cgroup"
    expect_no_failure
    assert_line --regexp "SKIP the limit on processes was reached \(pids.max of the cgroup .* is $number\)"
  done
}

@test "a user who has few processes left" {
  local user=(setpriv --reuid 64321 --regid 64321 --clear-groups)
  "${user[@]}" test -x "$PIDLAB" || skip "needs a build that each user can read: $PIDLAB"
  # shellcheck disable=SC2016 # the inner shell expands it
  run "${user[@]}" bash -c '
    ulimit -u 160
    for ((i = 0; i < 100; ++i)); do sleep 60 & done
    "$PIDLAB" run --format ktap kill_zero_reaches_the_group_outside
    kill $(jobs -p)'
  assert_line --regexp 'SKIP needs 72 more processes of a user; the limit is 160, and 1[0-9][0-9] exist: '
}
