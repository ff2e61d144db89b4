# What the tests of the tools share: what a test needs from the machine, how an
# ordinary user gets it, and the cell in which longer scenarios run.
bats_require_minimum_version 1.8.0
bats_load_library bats-support
bats_load_library bats-assert

export LC_ALL=C  # the tests compare the messages of the tools word for word

# needs WHAT HOW COMMAND...: skips the test where COMMAND fails.
needs() {
  "${@:3}" >/dev/null 2>&1 || skip "needs $1: $2"
}

needs_namespaces() {
  needs "unshare and nsenter" "install util-linux" type unshare nsenter
  needs "PID namespaces" "run as root, or allow user namespaces for all users: \
user.max_user_namespaces > 0, kernel.apparmor_restrict_unprivileged_userns = 0" \
    as_root unshare --pid --fork true
  needs "a new mount of /proc" "run where no container covers parts of /proc" \
    as_root unshare --pid --fork --mount-proc true
}

# as_root COMMAND...: runs COMMAND; for an ordinary user, as root of a new user
# namespace, which owns the namespaces that COMMAND creates.
as_root() {
  if unshare --pid true 2>/dev/null; then
    "$@"
  else
    unshare --user --map-root-user "$@"
  fi
}

# in_cell < SCENARIO: runs it in the directory of the test as PID 1 of new PID,
# mount and UTS namespaces. Nothing outlives it: its mounts and its host name
# are private, and the end of PID 1 kills every process of its PID namespace.
# PIDs are the same in every run: the scenario is 1, its first command is 2.
in_cell() {
  cd "$BATS_TEST_TMPDIR" || return
  cat >scenario
  as_root unshare --mount --uts --pid --fork --kill-child --mount-proc \
    bash -eu scenario
}
