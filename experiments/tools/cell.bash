# What the files of this chapter share: what a test needs of the machine, how
# an ordinary user gets it, and the cell that longer scenarios run in.
bats_require_minimum_version 1.8.0
bats_load_library bats-support
bats_load_library bats-assert

export LC_ALL=C  # the messages of the tools are compared word for word

# needs WHAT HOW COMMAND...: skips the test where COMMAND fails.
needs() {
  "${@:3}" >/dev/null 2>&1 || skip "needs $1: $2"
}

needs_namespaces() {
  needs "unshare and nsenter" "install util-linux" type unshare nsenter
  needs "PID namespaces" "run as root, or allow user namespaces to everybody: \
user.max_user_namespaces > 0, kernel.apparmor_restrict_unprivileged_userns = 0" \
    as_root unshare --pid --fork true
  needs "a /proc of its own" "run where no container covers parts of /proc" \
    as_root unshare --pid --fork --mount-proc true
}

# as_root COMMAND...: as it is for root; for an ordinary user as the root of
# a fresh user namespace, which owns whatever COMMAND unshares.
as_root() {
  if unshare --pid true 2>/dev/null; then
    "$@"
  else
    unshare --user --map-root-user "$@"
  fi
}

# in_cell < SCENARIO: runs it in the test's own directory as PID 1 of new PID,
# mount and UTS namespaces. Nothing outlives it: mounts and host name are its
# own, and the end of a PID 1 kills every process of its namespace. Numbers are
# the same in every run: the scenario is 1, the first command it starts is 2.
in_cell() {
  cd "$BATS_TEST_TMPDIR" || return
  cat >scenario
  as_root unshare --mount --uts --pid --fork --kill-child --mount-proc \
    bash -eu scenario
}
