# Experiments that may destroy a machine do nothing on one that is not marked
# for it, for any user. strace protects this machine: it refuses the harmful
# calls, in case a check is wrong.

setup() {
  load common
  need_root
  build=$(dirname "$PIDLAB")
  mapfile -t dangerous < <("$PIDLAB" list --json |
    jq -r '.[] | select(.needs.vm) | "\(.chapter)/\(.name)"')
  [ ${#dangerous[@]} -ge 6 ]
  trace=$BATS_TEST_TMPDIR/trace
  harmless=(timeout 20 strace -f -o "$trace" -e "trace=reboot,pwrite64"
    -e "inject=reboot,pwrite64:error=EPERM")
  marked=$BATS_TEST_TMPDIR/cmdline
  echo "quiet pidlab.throwaway panic=-1" >"$marked"
  before=$(cat /proc/sys/kernel/core_pattern /proc/sys/kernel/ctrl-alt-del)
}

teardown() {
  assert_equal "$(cat /proc/sys/kernel/core_pattern \
    /proc/sys/kernel/ctrl-alt-del)" "$before"
}

# refuses WHY: expects that the program printed WHY and made no harmful call.
refuses() {
  assert_failure 99
  assert_line --regexp "^broken = \{ .*, why = \"$1\" \}$"
  assert_equal "${#lines[@]}" 1
  run grep -E 'reboot|pwrite64' "$trace"
  assert_output ""
}

@test "run directly as root, none of them does anything" {
  local name
  for name in "${dangerous[@]}"; do
    run "${harmless[@]}" "$build/experiments/$name"
    refuses "this machine is not marked pidlab.throwaway"
  done
}

@test "as PID 1 of a container, none of them does anything" {
  need_no_chroot
  local name
  for name in "${dangerous[@]}"; do
    run "${harmless[@]}" unshare --pid --fork --mount-proc \
      "$build/experiments/$name"
    refuses "this machine is not marked pidlab.throwaway"
  done
}

@test "in a container of a marked machine, none of them does anything" {
  need_no_chroot
  local name
  for name in "${dangerous[@]}"; do
    run "${harmless[@]}" unshare --pid --fork --mount-proc bash -c '
      mount --bind "$1" /proc/cmdline && exec "$2"' - "$marked" \
      "$build/experiments/$name"
    refuses "not in the initial PID namespace"
  done
}

@test "those that end a marked machine must be its init" {
  need_no_chroot
  [ "$(stat -L -c %i /proc/self/ns/pid)" = 4026531836 ] ||
    skip "needs the initial PID namespace: run the tests outside of a container"
  local name
  "$PIDLAB" list --json | jq -r '.[] | select(.needs.machine_init)
      | "\(.chapter)/\(.name)"' | while read -r name; do
    run unshare --mount bash -c '
      mount --bind "$1" /proc/cmdline && shift && exec "$@"' - "$marked" \
      "${harmless[@]}" "$build/experiments/$name"
    refuses "not PID 1: .*"
  done
}

@test "pidlab SKIPs them, and says where they can be run" {
  need_no_chroot
  run --separate-stderr "$PIDLAB" run "${dangerous[@]}"
  assert_failure 77
  refute_line --regexp '^(not )?ok [0-9]+ [^ ]+$'
  assert_line --regexp 'SKIP needs a machine that may be destroyed.*--destructive'

  # On a marked machine they still do not run in a cell, or without being init.
  local in_marked='mount --bind "$1" /proc/cmdline && shift && exec "$@"'
  run "${harmless[@]}" unshare --mount bash -c "$in_marked" - "$marked" \
    "$PIDLAB" run "${dangerous[@]}"
  assert_failure 77
  assert_line --regexp 'SKIP needs the initial PID namespace.*--cell none'
  run "${harmless[@]}" unshare --mount bash -c "$in_marked" - "$marked" \
    "$PIDLAB" run --cell none 'reboot/reboot_*_the_machine' root_init_death_panics
  assert_failure 77
  assert_line --regexp 'SKIP needs to be the init of a machine, and ends that machine'
}
