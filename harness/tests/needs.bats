# An experiment that cannot run is a SKIP, which says what it needs.

setup() {
  load common
  make_suite exits_at_once
}

# skipped_for NEEDS COMMAND...: runs an experiment with these needs under
# COMMAND, and expects a SKIP.
skipped_for() {
  expect exits_at_once "expect.caller.x = 1
needs = { $1 }"
  run -77 --separate-stderr "${@:2}" "$PIDLAB" --suite "$suite" run
}

@test "a file that does not exist" {
  skipped_for 'file = ["/proc/self/stat", "/nowhere"]'
  assert_line "ok 1 bad.exits_at_once # SKIP needs /nowhere, which cannot be accessed (ENOENT)"
}

@test "a system call that the kernel does not know" {
  skipped_for 'syscall = ["pidfd_open", "kcmp"]' \
    strace -f -o /dev/null -e trace=kcmp -e inject=kcmp:error=ENOSYS
  assert_line "ok 1 bad.exits_at_once # SKIP needs the system call kcmp, which fails with ENOSYS on this kernel"
}

@test "a CONFIG option that the kernel was built without" {
  # The config may be compressed. pidlab reads the first one that exists.
  local config=/proc/config.gz
  [ -e "$config" ] || config=/boot/config-$(uname -r)
  [ -e "$config" ] || skip "needs the kernel's config: $config, or /proc/config.gz"
  printf 'CONFIG_PID_NS=y\nCONFIG_ONE=y\nCONFIG_TWO=m\n# CONFIG_THREE is not set\n' \
    >"$BATS_TEST_TMPDIR/config"
  expect exits_at_once 'expect.caller.x = 1
needs.config = ["CONFIG_ONE=y", "CONFIG_TWO", "CONFIG_THREE"]'
  in_namespaces "mount --bind '$BATS_TEST_TMPDIR/config' '$config' &&
    '$PIDLAB' --suite '$suite' run"
  assert_line "ok 1 bad.exits_at_once # SKIP needs a kernel with CONFIG_THREE; $config does not set it: boot one that has it"

  expect exits_at_once 'expect.caller.x = 1
needs.config = ["CONFIG_TWO=y"]'
  in_namespaces "mount --bind '$BATS_TEST_TMPDIR/config' '$config' &&
    '$PIDLAB' --suite '$suite' run"
  assert_line "ok 1 bad.exits_at_once # SKIP needs a kernel with CONFIG_TWO=y; $config does not set it: boot one that has it"
}
