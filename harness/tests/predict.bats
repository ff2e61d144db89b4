# pidlab predict, in a pipe and on a terminal.

setup() {
  load common
  make_suite observes_one exits_3
  question observes_one '
    ask      = "What does it observe?"
    choices  = ["nothing", "one", "two"]
    answer   = 2
    because  = "It was made so."
    tempting = ["It is a small program.", "Two is one more."]'
  question exits_3 '
    ask      = "How does it end?"
    choices  = ["well", "badly"]
    answer   = 2
    because  = "3 is not 0."
    tempting = ["Most programs do."]'
  export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
  socket=$BATS_TEST_TMPDIR/tmux
}

teardown() {
  if [ -S "$socket" ]; then tmux -S "$socket" kill-server || true; fi
}

# until_screen TEXT: waits for it; the time limit is only for failures.
until_screen() {
  local deadline=$((SECONDS + 60)) screen
  until screen=$(tmux -S "$socket" capture-pane -p) && grep -qF "$1" <<<"$screen"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "no \"$1\" in: $screen"
  done
}

# predict ANSWERS ARGUMENTS...: each character of ANSWERS is a line of input.
predict() {
  local answers=$1
  shift
  run --separate-stderr "$PIDLAB" --suite "$suite" predict "$@" \
    < <(printf '%s' "$answers" | sed 's/./&\n/g')
}

@test "the question comes without the answer, then what happened and why" {
  predict c observes_one
  assert_success
  local question=${output%%Your prediction*}
  refute grep -q 'made so' <<<"$question"
  # The name is the claim.
  refute grep -q observes_one <<<"$question"
  assert_equal "${lines[0]}" "bad, question 1 of 2"
  assert_line "  caller.x = 1"
  assert_line "Not (c) two, but (b) one"
  assert_line "  b  It was made so."
  assert_line "  a  Tempting: It is a small program."
  assert_line "  c  Tempting: Two is one more."
  assert_line "1 of 1 predicted: 0 right, 1 wrong"
}

@test "an answer that is not a choice is asked again; the right choice is confirmed" {
  predict 9xd0b observes_one
  assert_success
  assert_equal "$(grep -o 'Type a to c, s to skip or q to stop: ' <<<"$output" | wc -l)" 4
  assert_line "Right: (b) one"
}

@test "observations that others are compared with are shown too, in their order" {
  run "$PIDLAB" predict unshare_does_not_move_caller <<<c
  assert_line --regexp '^  caller\.pid_before = [0-9]+$'
  assert_output --regexp 'caller\.pid_before.*caller\.pid_after.*child\.pid'
}

@test "an upper-case letter, spaces, a carriage return and a digit are accepted" {
  local typed
  for typed in B ' b ' $'b\r' 2; do
    run "$PIDLAB" --suite "$suite" predict observes_one <<<"$typed"
    assert_line "Right: (b) one"
  done
}

@test "an experiment without a result says so, and the answer follows" {
  predict a exits_3
  assert_success
  assert_output --partial "The experiment gave no result here: exited with status 3."
  assert_line "  b  3 is not 0."
}

@test "an observation that is not as expected is reported" {
  sed -i 's/caller.x = 1/caller.x = 2/' "$suite/expected/bad/observes_one.toml"
  predict b observes_one
  assert_success
  assert_output --partial "This kernel does not behave as expected"
}

@test "progress is kept, and the next call goes on" {
  predict bq
  assert_line "1 of 2 predicted: 1 right, 0 wrong"
  predict b
  refute_output --partial "What does it observe?"
  assert_line "2 of 2 predicted: 2 right, 0 wrong"
  predict ""
  assert_line "You have answered all of these questions; --again asks them again."
  predict sa --again
  assert_line "2 of 2 predicted: 1 right, 1 wrong"
}

@test "predictions by number, from an older pidlab, are asked again" {
  mkdir -p "$XDG_STATE_HOME/pidlab"
  echo '{"exits_3": 2, "observes_one": 1}' >"$XDG_STATE_HOME/pidlab/predictions.json"
  predict bq
  assert_line "Right: (b) one"
  assert_line "1 of 2 predicted: 1 right, 0 wrong"
}

@test "a prediction is kept when the choices are reordered, not when they change" {
  predict b observes_one
  sed -i 's/"nothing", "one", "two"/"one", "nothing", "two"/; 0,/answer   = 2/s//answer   = 1/' \
    "$suite/source/bad/questions.toml"
  predict q
  refute_output --partial "What does it observe?"
  assert_line "1 of 2 predicted: 1 right, 0 wrong"
  sed -i 's/"one"/"a single one"/' "$suite/source/bad/questions.toml"
  predict q
  assert_output --partial "What does it observe?"
  assert_line "0 of 2 predicted: 0 right, 0 wrong"
}

@test "predictions that cannot be read or kept" {
  mkdir -p "$XDG_STATE_HOME/pidlab"
  echo nonsense >"$XDG_STATE_HOME/pidlab/predictions.json"
  predict b
  assert_failure 2
  output=$stderr assert_output --partial "predictions.json: not a predictions file"
  XDG_STATE_HOME=/proc/nowhere predict b
  assert_failure 2
  output=$stderr assert_output --partial "/proc/nowhere"
}

@test "--deck: all questions first, then all answers" {
  predict "" --deck
  assert_success
  assert_equal "${lines[0]}" "# Questions"
  assert_line "   - (b) one"
  assert_line "1. (b) one"
  assert_line "   It was made so."
  assert_line "   \`$PIDLAB watch observes_one\`"
  refute [ -e "$XDG_STATE_HOME" ]
}

@test "an experiment without a question" {
  sed -i '/^\[exits_3\]/,$d' "$suite/source/bad/questions.toml"
  predict a exits_3
  assert_failure 2
  output=$stderr assert_output --partial "none of the selected experiments has a question"
}

@test "through a real terminal" {
  command -v tmux >/dev/null || skip "needs tmux: apt-get install tmux"
  tmux -S "$socket" -f /dev/null new-session -d -x 80 -y 40 \
    "'$PIDLAB' --suite '$suite' predict observes_one; read -r _" 3>&-
  until_screen "Your prediction, a to c"
  tmux -S "$socket" send-keys b Enter
  until_screen "Right: (b) one"
}
