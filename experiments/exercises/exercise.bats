# One exercise: what is given fails as its task says, the solution passes.
# CTest sets EXERCISE, its folder; SUITE, of both programs; and PIDLAB.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  name=${EXERCISE##*/}
}

# judged PROGRAM [ARGUMENTS]: the verdict on start or solution.
judged() {
  run --separate-stderr "$PIDLAB" --suite "$SUITE" run --format pretty \
    "$name/$1" "${@:2}"
  [ "$status" -ne 77 ] || skip "$output"
}

@test "the solution passes, also in another kind of cell" {
  judged solution
  assert_equal "$status" 0
  judged solution --cell user
  assert_equal "$status" 0
}

@test "the start fails for what its task says, and for nothing else" {
  judged start
  assert_equal "$status" 1
  diff <(grep -E '^    (expected|observed)  ' "$EXERCISE/task.md" | tr -s ' ') \
    <(grep -E '^  (expected|observed)  ' <<<"$output" | sed 's/^/ /' | tr -s ' ')
}

@test "the same every time, four at a time" {
  judged solution --repeat 20 --jobs 4
  assert_equal "$status" 0
  judged start --repeat 20 --jobs 4
  assert_equal "$status" 1
  refute_output --partial "not the same every time"
}

@test "the solution changes a few lines, and none of the check" {
  local changed
  changed=$(diff "$EXERCISE/start.cpp" "$EXERCISE/solution.cpp" | grep -c '^>')
  [ "$changed" -le 10 ]
  diff <(sed -n '/^\/\/ Below this line is the check/,$p' "$EXERCISE/start.cpp") \
    <(sed -n '/^\/\/ Below this line is the check/,$p' "$EXERCISE/solution.cpp")
  grep -q '^// Below this line is the check' "$EXERCISE/start.cpp"
}

@test "it fits on a wall: at most 75 lines of 80 columns; a text at most 90" {
  local file
  for file in "$EXERCISE"/*.cpp; do
    [ "$(wc -l <"$file")" -le 75 ]
    LC_ALL=C.UTF-8 run grep -nE '^.{81}' "$file"
    assert_output ""
  done
  LC_ALL=C.UTF-8 run grep -nE '^.{91}' "$EXERCISE/task.md" "$EXERCISE/hints.md"
  assert_output ""
}

@test "the task has its parts, three or four hints follow" {
  run grep -E '^#' "$EXERCISE/task.md"
  assert_line --index 0 --regexp '^# .'
  assert_line --index 1 "## What the check says"
  assert_line --index 2 "## Done when"
  assert_line --index 3 "## Try"
  assert_line --index 4 "## Experiments"
  run grep -c '^## ' "$EXERCISE/hints.md"
  [ "$output" -ge 3 ] && [ "$output" -le 4 ]
  run head -c 3 "$EXERCISE/hints.md"
  assert_output "## "
}

@test "the experiments that it names are there" {
  run sed -nE '/^## Experiments/,$s/^- //p' "$EXERCISE/task.md"
  [ "${#lines[@]}" -ge 2 ]
  "$PIDLAB" show "${lines[@]}" >/dev/null
}
