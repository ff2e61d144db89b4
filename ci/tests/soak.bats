# ci/soak: a short one of each kind, and what it says if something differs or is left.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  unshare --user --mount true 2>/dev/null || skip "needs user namespaces: not in a chroot"
  soak=$BATS_TEST_DIRNAME/../soak
}

# false_pidlab SCRIPT: what ci/soak runs for pidlab.
false_pidlab() {
  printf '#!/bin/bash\n%s\n' "$1" >"$BATS_TEST_TMPDIR/pidlab"
  chmod 755 "$BATS_TEST_TMPDIR/pidlab"
}

@test "one shuffled run of each kind with busy neighbors: the same verdicts" {
  run -0 "$soak" --pidlab "$PIDLAB_STATIC" 0
  assert_line --regexp '^4 runs of [0-9]+ experiments: 0 verdicts differ$'
}

@test "a verdict that differs is shown, and the exit status is 1" {
  false_pidlab 'verdict=PASS; [[ $* != *--shuffle* || $* != *--trace* ]] || verdict=FAIL
    echo "{\"experiments\": [{\"chapter\": \"init\", \"name\": \"one\", \"verdict\": \"$verdict\",
      \"reason\": \"so it is\"}]}"'
  run -1 "$soak" --pidlab "$BATS_TEST_TMPDIR/pidlab" 0
  assert_line --regexp '^traced, seed [0-9]+: init/one: first PASS, now FAIL so it is$'
  assert_line '4 runs of 1 experiments: 1 verdicts differ'
}

@test "twenty killed runs leave nothing behind" {
  run -0 "$soak" --pidlab "$PIDLAB_STATIC" --kills 20
  refute_output --partial left
  assert_equal "$(grep -c '^10 of [0-9]* runs were killed$' <<<"$output")" 2
}

@test "what is left behind is named: a process, a file, a SysV object" {
  # It does so only if it is to be killed.
  false_pidlab '[[ $* == *--record* ]] || exec sleep 1
    [ -e file ] || { ipcmk -Q; setsid sleep 1000 & }
    touch file; exec sleep 2'
  run -1 "$soak" --pidlab "$BATS_TEST_TMPDIR/pidlab" --kills 6
  assert_line --regexp '^  process sleep 1000 $'
  assert_line '  ./file'
  assert_line --regexp '^ +-?[0-9]+ +0 +644 '
}
