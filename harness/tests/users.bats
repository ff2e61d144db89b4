# The verdicts are the same for root, for an ordinary user, and without a cell.
# If something is forbidden, a SKIP says what to do.

setup() {
  load common
  need_root
  build=$(dirname "$PIDLAB")
}

# as_nobody COMMAND: runs COMMAND as an ordinary user in a shell at /mnt, with
# copies of pidlab and the suite, because this user may not be able to read the
# checkout.
as_nobody() {
  run --separate-stderr unshare --mount bash -c '
    mount -t tmpfs -o mode=755 none /mnt
    touch /mnt/pidlab
    for folder in experiments expected source; do
      mkdir "/mnt/$folder"
      mount --bind "$1/$folder" "/mnt/$folder"
    done
    mount --bind "$1/pidlab" /mnt/pidlab
    cp "$1/suite" /mnt/suite
    cd /mnt
    exec setpriv --reuid 65534 --regid 65534 --clear-groups bash -c "$2"
  ' - "$build" "$1"
}

# all_passed_but [REASON]: expects only "ok" lines, and each SKIP for that
# reason, because the experiment would destroy the machine, or because this
# kernel is too old for it.
all_passed_but() {
  local allowed='may be destroyed|needs Linux [0-9.]+ or later|needs the system call'
  [ $# -eq 0 ] || allowed+="|$1"
  in_chroot && allowed+='|which cannot be accessed'
  assert_equal "$status" 0
  refute_line --regexp '^not ok'
  for line in "${lines[@]}"; do
    if [[ $line == ok*'# SKIP'* ]]; then
      [[ $line =~ $allowed ]] || fail "skipped for another reason: $line"
    fi
  done
}

@test "root in a cell: all pass, except those that would destroy the machine" {
  run --separate-stderr "$PIDLAB" run
  all_passed_but
}

@test "root in a cell with a user namespace: all pass, except those that need the initial one" {
  need_no_chroot
  run --separate-stderr "$PIDLAB" run --cell user
  all_passed_but 'initial user namespace'
}

@test "root without a cell: all pass, except those that would destroy the machine" {
  need_no_chroot
  run --separate-stderr "$PIDLAB" run --cell none
  all_passed_but
}

@test "an ordinary user: all pass, except those that need the initial user namespace" {
  need_no_chroot
  as_nobody './pidlab run'
  all_passed_but 'initial user namespace'
}

@test "for an ordinary user without a cell, the SKIP says what is missing" {
  need_no_chroot
  as_nobody './pidlab run --cell none setns_does_not_move_caller'
  assert_equal "$status" 77
  assert_output --partial "needs CAP_SYS_ADMIN: run as root, or use --cell user"
}

@test "inside unshare -r: all pass, except those that need the initial user namespace" {
  need_no_chroot
  as_nobody 'unshare --map-root-user ./pidlab run'
  all_passed_but 'initial user namespace'
}

@test "without /proc: all pass, because the cell has its own" {
  [ -z "${ASAN_OPTIONS-}" ] || skip "AddressSanitizer itself needs a /proc"
  need_no_chroot
  run --separate-stderr unshare --mount bash -c \
    'umount --lazy /proc && exec "$PIDLAB" run'
  all_passed_but
}

@test "bare cells without the /proc of their PID namespace: all are skipped" {
  [ -z "${ASAN_OPTIONS-}" ] || skip "AddressSanitizer itself needs a /proc"
  local why='# SKIP a bare cell needs the /proc of this PID namespace to end its processes: mount -t'
  in_namespaces 'mount -t tmpfs none /proc && "$PIDLAB" run --cell none'
  assert_equal "$status" 77
  assert_output --partial "$why"
  run timeout --foreground -s KILL 60 unshare --pid --fork --kill-child \
    "$PIDLAB" run --cell none
  assert_equal "$status" 77
  assert_output --partial "$why"
}

@test "bare cells in a PID namespace of another user namespace: those that need a capability are skipped" {
  need_no_chroot
  as_nobody 'unshare --map-root-user ./pidlab run --cell none'
  all_passed_but 'initial user namespace|over its PID namespace, which another user namespace owns'
  as_nobody 'unshare --map-root-user --pid --fork --mount-proc ./pidlab run --cell none'
  all_passed_but 'initial user namespace'
}

@test "in a user namespace without /proc: those that need the initial one are skipped" {
  [ -z "${ASAN_OPTIONS-}" ] || skip "AddressSanitizer itself needs a /proc"
  need_no_chroot
  as_nobody 'unshare --map-root-user --mount sh -c "
    mount -t tmpfs none /proc && exec ./pidlab run"'
  all_passed_but 'initial user namespace'
}

@test "low limits on files or processes: all are skipped, and the SKIP says how to raise them" {
  need_no_chroot
  as_nobody 'ulimit -n 20; ./pidlab run'
  assert_equal "$status" 77
  assert_output --partial "# SKIP needs 256 open files; the limit is 20: run ulimit -n 256, as root if that fails"
  as_nobody 'ulimit -u 20; ./pidlab run'
  assert_equal "$status" 77
  assert_output --partial "# SKIP needs 128 processes of a user; the limit is 20: run ulimit -u 128"
}

@test "a stale /proc of an outer namespace does not matter" {
  run --separate-stderr unshare --pid --fork "$PIDLAB" run
  all_passed_but
}

@test "user namespaces forbidden: all are skipped, and the SKIP says how to allow them" {
  need_no_chroot
  as_nobody 'unshare --map-root-user sh -c "
    echo 0 >/proc/sys/user/max_user_namespaces
    exec setpriv --bounding-set=-all ./pidlab run"'
  assert_equal "$status" 77
  refute_line --regexp '^ok [0-9]+ [^#]*$'
  assert_output --partial "cannot create a cell for an ordinary user (clone: ENOSPC): the sysctl user.max_user_namespaces is 0 here, and the limit is reached here or in an outer user namespace: raise it"
}

@test "a kernel without PID namespaces: all are skipped, and the SKIP names the CONFIG option" {
  local without why='clone: EINVAL): this kernel was built without CONFIG_PID_NS'
  without=$(dirname "$MISBEHAVE")/without_pid_namespaces
  run --separate-stderr "$without" "$PIDLAB" run
  assert_equal "$status" 77
  refute_line --regexp '^ok [0-9]+ [^#]*$'
  assert_line --regexp "^ok 1 .* # SKIP cannot create a cell as root \\($why; boot one that has it$"
  run "$without" "$PIDLAB" doctor
  assert_success
  assert_line --regexp "^  --cell root +cannot create a cell as root \\($why"
  need_no_chroot
  assert_line --regexp "^  --cell user +cannot create a cell for an ordinary user \\($why"
}

@test "after unshare, the SKIP says to start a child, not that the kernel lacks something" {
  run --separate-stderr unshare --pid "$PIDLAB" run getppid_is_zero_for_a_parent_outside
  assert_equal "$status" 77
  assert_output --partial "(clone: EINVAL): pidlab's children would be in another PID namespace (unshare or setns): start pidlab as a child, as unshare --pid --fork does"
}

@test "a covered /proc: those that need a new one are skipped, and the SKIP names the options" {
  need_no_chroot
  local why='needs a new /proc, which the kernel refuses here'
  run --separate-stderr unshare --mount --pid --fork bash -c '
    umount --all --lazy --types proc && mount -t proc none /proc
    mount -t tmpfs none /proc/bus
    exec setpriv --bounding-set=-sys_admin "$PIDLAB" run'
  all_passed_but "initial user namespace|$why"
  assert_line --regexp '^ok [0-9]+ [^#]*$'
  assert_output --partial "$why (mounting /proc: EPERM), because /proc/bus is covered: start the container with --security-opt unmask=ALL (podman)"
}

@test "doctor says what can run, what is skipped and why" {
  run "$PIDLAB" doctor
  assert_success
  assert_line --index 0 'This place'
  assert_line --regexp '^  kind +a .*, at (an unknown )?level .*of PID namespaces, with(out)? a seccomp filter$'
  assert_line --regexp '^  one change +for [0-9]+ more experiments: needs '
  assert_line --regexp '^  --cell root +available$'
  assert_line --regexp '^  [0-9]+ of [0-9]+ experiments can run'
  assert_line --partial 'would be skipped: needs a machine that may be destroyed'
  need_no_chroot
  as_nobody './pidlab doctor'
  assert_success
  assert_line --regexp '^  --cell root +cannot create a cell as root \(clone: EPERM\)'
}

@test "ci/lab with the build of another user: it runs that build, or one line says why not" {
  local clone=$BATS_TEST_TMPDIR/clone
  mkdir -p "$clone/build/release"
  cp -r "$(readlink -f "$build/source")/../ci" "$clone/ci"
  chmod 555 "$clone/build/release"
  local lab=(setpriv --bounding-set -dac_override "$clone/ci/lab" list init)
  run -1 "${lab[@]}"
  assert_output "You cannot write to $clone/build/release: build pidlab as a user who can, or in your own clone"
  # shellcheck disable=SC2016 # for the script to expand
  printf '#!/bin/sh\necho "$@"\n' >"$clone/build/release/pidlab"
  chmod +x "$clone/build/release/pidlab"
  run -0 "${lab[@]}"
  assert_output "You cannot write to $clone/build/release: this pidlab was built before
list init"
}
