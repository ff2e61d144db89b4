# Stopped in the middle: a partial report that says so, and nothing left behind.

setup() {
  load common
}

# Starts pidlab and waits until the second of its two experiments hangs: one
# job at a time, so that the first has ended by then.
start() {
  make_suite observes_one hangs
  "$PIDLAB" --suite "$suite" run --jobs 1 --timeout 60 \
    >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
  pidlab=$!
  until pgrep -x hangs >/dev/null; do
    kill -0 "$pidlab" || fail "$(cat "$BATS_TEST_TMPDIR/out")"
  done
}

stopped_by() {
  start
  kill -s "$1" "$pidlab"
  run wait "$pidlab"
  wait "$pidlab" && status=0 || status=$?
  assert_equal "$status" "$2"
  run cat "$BATS_TEST_TMPDIR/out"
  assert_line --regexp "^ok 1 bad.observes_one"
  assert_line "Bail out! SIG$1: 1 not run"
  refute pgrep -x hangs
}

@test "SIGINT: exit 130, a partial report" {
  stopped_by INT 130
}

@test "SIGTERM: exit 143, a partial report" {
  stopped_by TERM 143
}

@test "kill -9: no process, mount, namespace or file is left" {
  start
  kill -9 "$pidlab"
  wait "$pidlab" || true
  # The kernel kills the cells; each process is gone when its pidfd says so.
  until ! pgrep -x hangs >/dev/null; do :; done
  refute grep "$suite" /proc/self/mountinfo
}

@test "kill -9 at 100 random moments leaves nothing" {
  make_suite observes_one hangs daemonises segfaults exits_3
  local ours='pidlab|observes_one|hangs|daemonises|segfaults|exits_3'
  local mounts files
  mounts=$(cat /proc/self/mountinfo)
  files=$(find "$BATS_TEST_TMPDIR")
  for _ in $(seq 100); do
    # Between nothing and 40 ms: from the first instruction to the last cell.
    run timeout --foreground -s KILL "0.0$(printf %02d $((RANDOM % 40)))1" \
      "$PIDLAB" --suite "$suite" run --jobs 3 --timeout 60 \
      --record "$BATS_TEST_TMPDIR/record.json"
    assert_equal "$status" 137
  done
  # What the kernel is still killing takes its time, but not for ever.
  for _ in $(seq 1000); do pgrep -x "$ours" >/dev/null || break; done
  refute pgrep -x "$ours"
  assert_equal "$(cat /proc/self/mountinfo)" "$mounts"
  assert_equal "$(find "$BATS_TEST_TMPDIR")" "$files"
}
