# A stopped run writes a partial report that says so, and leaves nothing behind.

setup() {
  load common
}

# start [COMMAND]: starts pidlab under COMMAND, and waits until the second of
# its two experiments hangs. With one job at a time, the first has ended by
# then.
start() {
  make_suite observes_one hangs
  "$@" "$PIDLAB" --suite "$suite" run --jobs 1 --timeout 120 \
    >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
  pidlab=$!
  eventually in_cell_of "$pidlab" hangs
}

# ended_by SIGNAL STATUS
ended_by() {
  kill -s "$1" "$pidlab"
  wait "$pidlab" && status=0 || status=$?
  assert_equal "$status" "$2"
  run cat "$BATS_TEST_TMPDIR/out"
  assert_line "1..2"
  assert_line --regexp "^ok 1 bad.observes_one"
  assert_line "Bail out! stopped by SIG$1: 1 experiment did not run"
  assert none_of_suite
}

@test "SIGINT: exit 130, a partial report" {
  start env --default-signal=INT # the shell's & ignores it
  ended_by INT 130
}

@test "SIGTERM: exit 143, a partial report" {
  start
  ended_by TERM 143
}

@test "what nohup ignores stays ignored" {
  start env --ignore-signal=HUP
  kill -s HUP "$pidlab"
  ended_by TERM 143
}

@test "kill -9: no process, mount, namespace or file is left" {
  start
  kill -9 "$pidlab"
  wait "$pidlab" || true
  # The kernel kills the cells, but not at once.
  eventually none_of_suite
  refute grep "$suite" /proc/self/mountinfo
}

@test "kill -9 at 100 random moments leaves only a record, which can be read" {
  make_suite observes_one hangs daemonizes segfaults exits_3
  local before files read=0 record=$BATS_TEST_TMPDIR/record.json
  before=$(mounts)
  files=$(find "$BATS_TEST_TMPDIR")
  local start=$EPOCHREALTIME span
  "$PIDLAB" --suite "$suite" list >/dev/null
  span=$((3 * (${EPOCHREALTIME/./} - ${start/./}) / 1000 + 40))
  for _ in $(seq 100); do
    # In these milliseconds: between the first instruction and the last cell.
    run timeout --foreground -s KILL "0.$(printf %03d $((RANDOM % span % 1000)))1" \
      "$PIDLAB" --suite "$suite" run --jobs 3 --timeout 60 \
      --record "$record"
    assert_equal "$status" 137
    [ -e "$record" ] || continue
    run "$PIDLAB" --suite "$suite" judge "$record" --format json
    assert_equal "$status" 99
    assert_equal "$(jq -r .stopped <<<"$output")" cut
    rm "$record"
    read=$((read + 1))
  done
  assert [ "$read" -gt 0 ]
  eventually none_of_suite
  assert_equal "$(mounts)" "$before"
  assert_equal "$(find "$BATS_TEST_TMPDIR")" "$files"
}
