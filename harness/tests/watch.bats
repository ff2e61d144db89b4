# The drawings of watch, in a pipe and on a terminal.

setup() {
  load common
  export LC_ALL=C.UTF-8
}

teardown() {
  if [ -S "${socket:-}" ]; then tmux -S "$socket" kill-server || true; fi
}

# In a new server of its own, without the user's settings.
on_terminal() {
  command -v tmux >/dev/null || skip "needs tmux: apt-get install tmux"
  script -qec true /dev/null >/dev/null 2>&1 ||
    skip "needs terminals: mount devpts on /dev/pts"
  socket=$BATS_TEST_TMPDIR/tmux
  tmux -S "$socket" -f /dev/null new-session -d -x 80 -y 50 "$*; read -r" 3>&-
}

screen() {
  tmux -S "$socket" capture-pane -p -t 0
}

# until_screen TEXT: waits for it; the time limit is only for failures.
until_screen() {
  local deadline=$((SECONDS + 60))
  until screen | grep -qF "$1"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "no \"$1\" in: $(screen)"
  done
}

@test "births, observations and deaths in the order seen, in nested frames" {
  run "$PIDLAB" watch orphan_is_adopted_by_init
  assert_success
  assert_line --partial "┌ new ──────────────────┐┊"
  assert_line --partial "┊ caller  ┊ init  parent  orphan  ┊┊"
  # Each of these follows the ones before.
  local text
  local -a order=("caller creates init: PID 1 in new, by"
    "fork() after unshare(CLONE_NEWPID)" "parent creates orphan: PID 3 in new" "orphan.ppid_before = 2"
    "parent exited 0" "orphan.ppid_after = 1" "orphan exited 7"
    'orphan.ended = "exited 7"' "init exited 0" "caller exited 0" "PASS on")
  for text in "${order[@]}"; do
    assert_output --partial "$text"
    output=${output#*"$text"}
  done
}

@test "a death has its signal" {
  run "$PIDLAB" watch init_death_kills_the_other_members
  assert_line --regexp '✗.* is killed by SIGKILL$'
}

@test "every experiment fits in 80 columns, agrees with its cast, and keeps its verdict" {
  # Before Linux 7.1, the kernel does not create a child in these three.
  local names
  mapfile -t names < <("$PIDLAB" run --dry-run --except autokill_pidfd_kills_init \
    --except autoreap_process_cannot_make_a_sibling \
    --except failed_first_child_can_be_created_again)
  run "$PIDLAB" run --format json "${names[@]}"
  local untraced
  untraced=$(jq -r '.experiments[].verdict' <<<"$output" | sort | uniq -c)
  run "$PIDLAB" watch --plain "${names[@]}"
  echo "$output" >"$BATS_TEST_TMPDIR/all"
  run grep -nE '^.{81}' "$BATS_TEST_TMPDIR/all"
  assert_output ""
  run grep -n "^Unlike the cast" "$BATS_TEST_TMPDIR/all"
  assert_output ""
  # Only processes of a large group have no role: "and 57 more".
  run grep -n "^Not in the cast: .*[0-9]\.$" "$BATS_TEST_TMPDIR/all"
  assert_output ""
  # Only deeply nested frames, and those of many namespaces, have no room for names.
  run awk '/^[a-z]+\/[a-z0-9_]+$/ { name = $0 } / frames |^frames / { print name }' \
    "$BATS_TEST_TMPDIR/all"
  assert_output "nesting/end_of_outer_init_ends_all_nested
handles/mount_or_process_keeps_dead_namespace_counted
handles/umount_or_exit_ends_the_count
handles/close_of_nested_namespace_releases_its_parent"
  # Tracing changes experiments that trace, and those in which the kernel forces a signal
  # on init: a tracer keeps such an init alive.
  awk '/^[a-z]+\/[a-z0-9_]+$/ { name = $0 } /^Tracing changes/ { print name }' \
    "$BATS_TEST_TMPDIR/all" >"$BATS_TEST_TMPDIR/changed"
  run cat "$BATS_TEST_TMPDIR/changed"
  assert_line init/init_dies_of_its_own_fault
  (cd "$(dirname "$PIDLAB")/source" && grep -l 'ptrace(' ./*/*.cpp) |
    sed 's/^..//; s/.cpp$//' >"$BATS_TEST_TMPDIR/may_change"
  printf 'init/%s\n' init_dies_of_its_own_fault abort_ends_init_but_not_by_sigabrt \
    seccomp_kill_ends_init failed_exec_kills_init >>"$BATS_TEST_TMPDIR/may_change"
  run grep -vxFf "$BATS_TEST_TMPDIR/may_change" "$BATS_TEST_TMPDIR/changed"
  assert_output ""
  run grep -cP '\033' "$BATS_TEST_TMPDIR/all"
  assert_output 0
  run sh -c "grep -oE '^(PASS|FAIL|BROKEN|SKIP) on' $BATS_TEST_TMPDIR/all |
    cut -d' ' -f1 | sort | uniq -c"
  assert_output "$untraced"
}

@test "an experiment that tracing changes is run without it, and watch says so" {
  run "$PIDLAB" watch init_dies_of_its_own_fault
  assert_success
  assert_line --partial "Tracing changes the result (a traced init"
  assert_line --partial 'init.ended = "killed by SIGSEGV"'
  refute_line --partial "creates"
}

@test "a FAIL is drawn, and a SKIP says what is needed" {
  make_suite observes_two exits_at_once
  in_suite watch observes_two
  assert_equal "$status" 1
  assert_line --partial "caller.x = 2"
  assert_line --partial ": caller.x: expected 1, observed 2"
  expect exits_at_once $'expect.caller.x = 1\nneeds.file = ["/nowhere"]'
  in_suite watch exits_at_once
  assert_equal "$status" 77
  assert_line --regexp '^SKIP on .*: needs /nowhere, which'
}

@test "without UTF-8 it is drawn in ASCII" {
  LC_ALL=C run "$PIDLAB" watch getppid_is_zero_for_a_parent_outside
  assert_line --partial "+ new -"
  run env LC_ALL=C grep -P '[^\x00-\x7F]' <<<"$output"
  assert_output ""
}

@test "bad input: --step without a terminal, an unknown name, no name" {
  run --separate-stderr "$PIDLAB" watch --step orphan_is_adopted_by_init </dev/null
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: --step: standard input and output must be a terminal"
  run "$PIDLAB" watch no_such_thing
  assert_equal "$status" 2
  run "$PIDLAB" watch
  assert_equal "$status" 2
}

@test "on a terminal --step goes on with any key, and q ends it" {
  on_terminal "$PIDLAB" watch --step orphan_is_adopted_by_init
  until_screen "any key"
  refute grep -qF "caller begins" <(screen)
  tmux -S "$socket" send-keys x
  until_screen "caller begins"
  refute grep -qF "caller creates init" <(screen)
  tmux -S "$socket" send-keys x
  until_screen "caller creates init"
  tmux -S "$socket" send-keys q
  # The terminal has its old settings: it echoes.
  tmux -S "$socket" send-keys "echoed"
  until_screen "echoed"
  refute grep -qF "init creates parent" <(screen)
}

@test "color on a terminal, none with --plain" {
  on_terminal "$PIDLAB" watch orphan_is_adopted_by_init
  until_screen "PASS on"
  grep -qP '\033\[36m' <(tmux -S "$socket" capture-pane -e -p -t 0)
  tmux -S "$socket" kill-server
  on_terminal "$PIDLAB" watch --plain orphan_is_adopted_by_init
  until_screen "PASS on"
  refute grep -qP '\033\[3' <(tmux -S "$socket" capture-pane -e -p -t 0)
}

@test "kill -9 while it is traced leaves nothing" {
  make_suite hangs
  "$PIDLAB" --suite "$suite" watch hangs >/dev/null 2>&1 3>&- &
  local pidlab=$!
  eventually in_cell_of "$pidlab" hangs
  kill -9 "$pidlab"
  wait "$pidlab" || true
  eventually none_of_suite
}
