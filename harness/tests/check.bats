# pidlab check: the conventions of CONTRIBUTING.md.

setup() {
  load common
  build=$(dirname "$PIDLAB")
  suite=$BATS_TEST_TMPDIR/suite
  mkdir -p "$suite"/{expected,source}/orphans
  name=orphans/orphan_is_adopted_by_init
  cp "$build/expected/$name.toml" "$suite/expected/orphans"
  cp "$build/source/$name.cpp" "$build/source/orphans/questions.toml" "$suite/source/orphans"
  sed -n '/orphan_is_adopted_by_init/p' "$build/source/README.md" >"$suite/source/README.md"
  sed -i '/^contrast/d' "$suite/expected/$name.toml"
  # Only its own question.
  sed -i -n '/^\[orphan_is_adopted_by_init\]/,/^$/p' "$suite/source/orphans/questions.toml"
  echo "$name" >"$suite/suite"
}

# lacks LINE: check prints this line, and no other.
lacks() {
  run "$PIDLAB" --suite "$suite" check
  assert_equal "$status" 1
  assert_output "$1"
}

@test "all experiments of the suite follow CONTRIBUTING.md" {
  run "$PIDLAB" check
  assert_success
  assert_output ""
}

@test "an experiment that lacks nothing" {
  run "$PIDLAB" --suite "$suite" check
  assert_success
  assert_output ""
}

@test "the claim is the first line of the program and the line of the syllabus" {
  claim=$(sed -nE 's/^claim += "(.*)"/\1/p' "$suite/expected/$name.toml")
  sed -i '1s/.*/\/\/ Another claim./' "$suite/source/$name.cpp"
  lacks "experiments/$name.cpp:1: the first line must be the claim of expected/$name.toml: // $claim"
  sed -i "1s/.*/\/\/ $claim/" "$suite/source/$name.cpp"
  : >"$suite/source/README.md"
  lacks "experiments/README.md: the line of $name must be: 1. [$claim]($name.cpp)"
}

@test "a program has at most 75 lines of 80 columns, in characters, not in bytes" {
  printf '// %077d\n// %s\n' 0 "$(printf '─%.0s' {1..77})" >>"$suite/source/$name.cpp"
  run "$PIDLAB" --suite "$suite" check
  assert_success
  local count
  count=$(wc -l <"$suite/source/$name.cpp")
  printf '// %078d\n' 0 >>"$suite/source/$name.cpp"
  lacks "experiments/$name.cpp:$((count + 1)): the line has 81 columns, but at most 80 fit on a projector"
  sed -i '$d' "$suite/source/$name.cpp"
  printf '//\n%.0s' {1..75} >>"$suite/source/$name.cpp"
  lacks "experiments/$name.cpp: the program has $((count + 75)) lines, but at most 75 fit on a projector"
}

@test "the keys that every expectation has" {
  local key
  for key in man kernel; do
    cp "$build/expected/$name.toml" "$suite/expected/$name.toml"
    perl -0pi -e "s/^(contrast|$key) .*?\n(?=\w)//msg" "$suite/expected/$name.toml"
    run "$PIDLAB" --suite "$suite" check
    assert_output --partial "expected/$name.toml: $key is missing: "
  done
  sed -i '/^\[cast\]/,/^$/d' "$suite/expected/$name.toml"
  run "$PIDLAB" --suite "$suite" check
  assert_output --partial "expected/$name.toml: [cast] is missing: "
}

@test "a question" {
  : >"$suite/source/orphans/questions.toml"
  lacks "experiments/orphans/questions.toml: [orphan_is_adopted_by_init] is missing: the question that \`predict\` asks"
}

@test "an experiment that no statement names, if there are statements" {
  mkdir "$suite/source/coverage"
  printf 'read_at = "1.0"\n' | tee "$suite/source/coverage/"{manual,kernel}.toml >/dev/null
  lacks "experiments/coverage/: no statement names $name: add it to those of manual.toml or kernel.toml that it shows"
  printf '["a(2)".ERRORS]\n"It | fails." = ["%s"]\n' "${name#*/}" >>"$suite/source/coverage/manual.toml"
  run "$PIDLAB" --suite "$suite" check
  assert_success
}

@test "a TODO that ci/new wrote" {
  echo '// TODO: more' >>"$suite/source/$name.cpp"
  sed -i 's/^because *= .*/because = "TODO"/' "$suite/source/orphans/questions.toml"
  run "$PIDLAB" --suite "$suite" check
  assert_equal "$status" 1
  assert_line --regexp "^experiments/$name.cpp:[0-9]+: replace the TODO$"
  assert_line "experiments/orphans/questions.toml: [orphan_is_adopted_by_init]: replace the TODO"
}
