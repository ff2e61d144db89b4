# pidlab predict: by pipe, and through a real terminal.

setup() {
  load common
  make_suite observes_one exits_3
  expect observes_one '
    expect.caller.x = 1
    [question]
    ask      = "What does it observe?"
    choices  = ["nothing", "one", "two"]
    answer   = 2
    because  = "It was made so."
    tempting = ["It is a small program.", "Two is one more."]'
  expect exits_3 '
    expect.caller.x = 1
    [question]
    ask      = "How does it end?"
    choices  = ["well", "badly"]
    answer   = 2
    because  = "3 is not 0."
    tempting = ["Most programs do."]'
  export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
}

# predict ANSWERS ARGUMENTS...: each character of ANSWERS is a line of input.
predict() {
  local answers=$1
  shift
  run --separate-stderr "$PIDLAB" --suite "$suite" predict "$@" \
    < <(printf '%s' "$answers" | sed 's/./&\n/g')
}

@test "the question comes without the answer, then what happened and why" {
  predict 3 observes_one
  assert_success
  assert_equal "${lines[0]}" "bad/observes_one"
  refute [ "$(printf '%s\n' "$output" | sed '/Your prediction/q' |
    grep -c 'made so')" -gt 0 ]
  assert_line "  caller.x = 1"
  assert_line "It is 2, not 3."
  assert_line "  2  It was made so."
  assert_line "  1  Tempting: It is a small program."
  assert_line "  3  Tempting: Two is one more."
  assert_line "1 of 1 predicted, 0 rightly; surprises: 1"
}

@test "what is no choice is asked again; the right one is told so" {
  predict 9x02 observes_one
  assert_success
  assert_equal "$(grep -c 'Your prediction' <<<"$output")" 4
  assert_line "Right, it is 2."
}

@test "what cannot be shown here says so, and answers all the same" {
  predict 1 exits_3
  assert_success
  assert_output --partial "It could not be shown here: exited with status 3."
  assert_line "  2  3 is not 0."
}

@test "an observation that is not as expected is no silent answer" {
  sed -i 's/caller.x = 1/caller.x = 2/' "$suite/expected/bad/observes_one.toml"
  predict 2 observes_one
  assert_success
  assert_output --partial "This kernel behaves otherwise than expected"
}

@test "progress is kept, and the next call goes on" {
  predict 2q
  assert_line "1 of 2 predicted, 1 rightly; surprises: 0"
  predict 2
  refute_output --partial "What does it observe?"
  assert_line "2 of 2 predicted, 2 rightly; surprises: 0"
  predict ""
  assert_line "All of these are predicted; --again asks anew."
  predict s1 --again
  assert_line "2 of 2 predicted, 1 rightly; surprises: 1"
}

@test "predictions that cannot be read or kept" {
  mkdir -p "$XDG_STATE_HOME/pidlab"
  echo nonsense >"$XDG_STATE_HOME/pidlab/predictions.json"
  predict 2
  assert_failure 2
  output=$stderr assert_output --partial "predictions.json: these are no"
  XDG_STATE_HOME=/proc/nowhere predict 2
  assert_failure 2
  output=$stderr assert_output --partial "/proc/nowhere"
}

@test "--deck: all questions first, then all answers" {
  predict "" --deck
  assert_success
  assert_equal "${lines[0]}" "# Questions"
  assert_line "   - (b) one"
  assert_line "1. (b) It was made so."
  refute [ -e "$XDG_STATE_HOME" ]
}

@test "an experiment without a question" {
  expect exits_3 'expect.caller.x = 1'
  predict 1 exits_3
  assert_failure 2
  output=$stderr assert_output --partial "none of these asks a question"
}

@test "through a real terminal" {
  command -v tmux >/dev/null || skip "needs tmux: apt-get install tmux"
  tmux() { command tmux -S "$BATS_TEST_TMPDIR/tmux" -f /dev/null "$@"; }
  # until_screen TEXT: waits until it is to be seen, for as long as bats allows.
  until_screen() { until tmux capture-pane -p | grep -qF "$1"; do :; done; }
  tmux new-session -d -x 80 -y 40 \
    "'$PIDLAB' --suite '$suite' predict observes_one; read -r _"
  until_screen "Your prediction, 1 to 3"
  tmux send-keys 2 Enter
  until_screen "Right, it is 2."
  tmux kill-server
}
