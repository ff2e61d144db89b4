# Completion for bash, asked as bash asks.

setup() {
  load common
  # shellcheck source=../completion.bash
  . "${BATS_TEST_FILENAME%/*}/../completion.bash"
}

# complete_after WORD...: what is offered for the last word of this line.
complete_after() {
  COMP_WORDS=("$PIDLAB" "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _pidlab
  run printf '%s\n' "${COMPREPLY[@]}"
}

@test "commands, and of these those that --help lists" {
  complete_after ''
  local command
  for command in list run show watch judge diff matrix report doctor ns predict exercise; do
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

@test "every option that run has" {
  complete_after run --
  local offered=$output
  run sh -c '"$PIDLAB" run --help | grep -oE "^ +--[a-z]+" | tr -d " "'
  assert_equal "$(sort <<<"$offered")" "$(sort <<<"$output")"
}

@test "the values of an option" {
  complete_after run --cell ''
  assert_output $'auto\nroot\nuser\nnone'
  complete_after run --format k
  assert_output ktap
}
