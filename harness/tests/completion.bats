# Completion for bash, called as bash calls it.

setup() {
  load common
  # shellcheck source=../commands/completion.bash
  . "${BATS_TEST_FILENAME%/*}/../commands/completion.bash"
}

# complete_after WORD...: prints the completions of the last word.
complete_after() {
  COMP_WORDS=("$PIDLAB" "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _pidlab
  run printf '%s\n' "${COMPREPLY[@]}"
}

@test "the commands that --help lists" {
  complete_after ''
  local command
  for command in list run show watch why judge diff matrix report doctor ns diagnose predict exercise coverage errata; do
    assert_line "$command"
    "$PIDLAB" --help | grep -qE "^  $command "
  done
  complete_after "do"
  assert_output doctor
}

@test "experiments and chapters" {
  complete_after show setns_does
  assert_output setns_does_not_move_caller
  complete_after run members
  assert_output membership
}

@test "the values of an option" {
  complete_after run --cell ''
  assert_output $'auto\nroot\nuser\nnone'
  complete_after run --format kt
  assert_output ktap
  complete_after matrix --format ''
  assert_output $'text\nmarkdown\njson'
}

@test "the value of an option behind =, as bash takes it apart" {
  complete_after run --cell = u
  assert_output user
  complete_after run --cell =
  assert_output $'auto\nroot\nuser\nnone'
}

@test "the value of an option behind =, as other shells leave it" {
  run "$PIDLAB" --complete run --cell=u
  assert_output --cell=user
  run "$PIDLAB" --complete --suite=/nowhere run ''
  assert_success
  assert_output ""
}

@test "nothing is offered for a free value, or for an unknown command" {
  run "$PIDLAB" --complete run --jobs ''
  assert_output ""
  run "$PIDLAB" --complete exercise list ''
  assert_output ""
  run "$PIDLAB" --complete no_such_command ''
  assert_success
  assert_output ""
}

@test "exercises" {
  run "$PIDLAB" --complete exercise start lost
  assert_output lost_parent
}

@test "--complete is not for people" {
  run "$PIDLAB" --help
  refute_output --partial --complete
}

@test "CHAPTER/NAME once there is a slash" {
  complete_after run membership/setns_does
  assert_output membership/setns_does_not_move_caller
}

@test "after --suite a folder, then commands, then the experiments of that suite" {
  make_suite hangs
  complete_after --suite "$BATS_TEST_TMPDIR/su"
  assert_output "$suite"
  complete_after --suite "$suite" "do"
  assert_output doctor
  complete_after --suite "$suite" run ''
  assert_output $'bad\nhangs'
  complete_after --suite = "$suite" run h
  assert_output hangs
}

@test "file names with special characters, which bash does not execute" {
  local file
  cd "$BATS_TEST_TMPDIR"
  # shellcheck disable=SC2016 # it is not to be expanded, ever
  file='a record $(touch was_run).json'
  touch "$file"
  for command in judge diff matrix report ns "run --record" "report --html"; do
    # shellcheck disable=SC2086 # two words
    complete_after $command 'a '
    assert_output "$file"
  done
  refute [ -e was_run ]
}

@test "every option that any command has" {
  local command
  for command in list run watch why judge matrix report ns diagnose predict; do
    complete_after "$command" --
    local offered=$output
    run sh -c "\"\$PIDLAB\" $command --help | grep -oE '^  .{0,4}--[a-z-]+' | grep -o -- '--.*'"
    assert_equal "$(sort <<<"$offered")" "$(sort <<<"$output")"
  done
}
