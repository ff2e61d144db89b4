# What --help says, and how it names the program.

setup() {
  load common
}

@test "the examples call pidlab as the user does" {
  run "$PIDLAB" --help
  assert_line --regexp "^  $PIDLAB run  +run all experiments$"
  PIDLAB_AS=ci/lab run "$PIDLAB" --help
  assert_line --regexp '^Usage: ci/lab '
  assert_line --regexp '^  ci/lab run  +run all experiments$'
  assert_line "  ci/lab run --record seen.json; ci/lab judge seen.json"
  refute_output --regexp '^ *pidlab '
  PIDLAB_AS=ci/lab run "$PIDLAB" doctor
  assert_line "ci/lab run"
}

@test "a command's help is about that command" {
  local command
  for command in list run show watch why judge diff matrix report doctor ns predict exercise coverage errata; do
    run "$PIDLAB" "$command" --help
    assert_success
    refute_output --partial "Examples:"
  done
}

@test "help says whether names can be left out" {
  local command
  for command in list run judge predict; do
    run "$PIDLAB" "$command" --help
    assert_output --partial "(default: all)"
  done
  for command in show watch; do
    run "$PIDLAB" "$command" --help
    refute_output --partial "(default: all)"
    run -2 "$PIDLAB" "$command"
  done
}
