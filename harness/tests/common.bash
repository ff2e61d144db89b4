# shellcheck shell=bash
# Loaded by the bats files of this folder. PIDLAB is the program under test,
# MISBEHAVE the small programs that misbehave; CTest sets them.

bats_require_minimum_version 1.8.0
bats_load_library bats-support
bats_load_library bats-assert

# make_suite NAME...: a suite of small misbehaving programs in $suite. Each is
# expected to observe caller.x = 1.
make_suite() {
  export suite=$BATS_TEST_TMPDIR/suite
  mkdir -p "$suite/experiments/bad" "$suite/expected/bad" "$suite/source/bad"
  local name
  for name in "$@"; do
    cp "$MISBEHAVE" "$suite/experiments/bad/$name"
    printf '// It %s.\n' "$name" >"$suite/source/bad/$name.cpp"
    expect "$name" 'expect.caller.x = 1'
    printf 'bad/%s\n' "$name"
  done >"$suite/suite"
  : >"$suite/source/bad/questions.toml"
}

# expect NAME TOML: writes its expectation: a claim, a why and TOML.
expect() {
  printf 'claim = "It %s."\nwhy = "So it is."\n%s\n' "$1" "$2" \
    >"$suite/expected/bad/$1.toml"
}

# question NAME TOML: adds a question about it.
question() {
  printf '[%s]\n%s\n' "$1" "$2" >>"$suite/source/bad/questions.toml"
}

# in_suite ARGUMENTS: runs pidlab with that suite, with separate stderr.
in_suite() {
  run --separate-stderr "$PIDLAB" --suite "$suite" "$@"
}

# of_suite: prints the processes of this test's suite, as /proc files that
# contain the name of the suite. Its programs have inherited $suite.
of_suite() {
  env -u suite grep -lsF -f <(echo "$suite") /proc/[0-9]*/{cmdline,environ}
}

# mounts: prints those of this mount namespace that are not of containers, which
# other tests start meanwhile.
mounts() {
  grep -v /var/lib/containers/ /proc/self/mountinfo
}

none_of_suite() {
  [ -z "$(of_suite)" ]
}

# in_cell_of PIDLAB NAME: whether that process runs an experiment of this name.
in_cell_of() {
  pgrep -x "$2" -P "$(pgrep -d, -P "$1")"
} >/dev/null 2>&1

# eventually COMMAND: waits for its success; the time limit is only for failures.
eventually() {
  local deadline=$((SECONDS + 60))
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "not within a minute: $*"
  done
}

need_root() {
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
}

# in_namespaces SCRIPT: in new PID and mount namespaces with a /proc of their
# own, as root or as the root of a new user namespace; two minutes at most.
in_namespaces() {
  local fresh=(unshare --pid --fork --kill-child --mount-proc)
  [ "$(id -u)" -eq 0 ] || fresh+=(--user --map-root-user)
  "${fresh[@]}" true 2>/dev/null ||
    skip "needs PID namespaces: run as root, or allow user namespaces; and not in a chroot"
  run timeout --foreground -s KILL 120 "${fresh[@]}" bash -c "$1"
}

# In a chroot the kernel refuses user namespaces even to root, unshare cannot
# make mounts private, and some file systems may not be mounted.
in_chroot() {
  ! unshare --user --mount true 2>/dev/null
}

need_no_chroot() {
  if in_chroot; then
    skip "needs a root that is a mount, and user namespaces: not in a chroot"
  fi
}
