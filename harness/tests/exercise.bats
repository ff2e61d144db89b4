# The exercises as a learner uses them, in a pipe and on a terminal.

setup() {
  load common
  export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
  cd "$BATS_TEST_TMPDIR" || return
  name=zombies
  mine=$PWD/pidlab-exercises/$name/$name.cpp
  given=$(readlink -f "$(dirname "$PIDLAB")/source")/exercises
  tmux=(tmux -S "$PWD/tmux")
}

teardown() {
  "${tmux[@]}" kill-server 2>/dev/null || true
}

exercise() {
  run --separate-stderr "$PIDLAB" exercise "$@"
}

# refused TEXT: expects one line with TEXT on standard error, and exit status 2.
refused() {
  assert_equal "$status" 2
  assert_output ""
  assert_equal "${#stderr_lines[@]}" 1
  output=$stderr assert_output --partial "$1"
}

need_cell() {
  "$PIDLAB" doctor | grep -q "available" ||
    skip "needs a cell: run as root, or allow user namespaces"
}

@test "a learner's whole way: start, check, hint, repair, check, list" {
  need_cell
  exercise list
  assert_line --regexp "^$name +147,000 zombies +not started\$"

  exercise start "$name"
  assert_success
  assert_line "# 147,000 zombies"
  assert_line --partial "$mine"
  diff "$mine" "$given/$name/start.cpp"
  exercise list
  assert_line --regexp "^$name .* started\$"

  exercise check "$name"
  assert_equal "$status" 1
  assert_line "  expected   init.zombies_after = 0"
  assert_line "  observed   init.zombies_after = 3"
  refute_line --partial "SIGCHLD does not count"
  assert_line "For a hint: $PIDLAB exercise hint $name"
  exercise hint "$name"
  assert_line --index 0 "Hint 1 of 4: Whose children are they?"

  cp "$given/$name/solution.cpp" "$mine"
  exercise check "$name"
  assert_success
  assert_equal "$stderr" ""
  assert_line --index 0 --partial "Well done"
  assert_line --partial "SIGCHLD does not count"
  assert_line --partial "pidlab show orphans/orphan_is_adopted_by_init"
  exercise list
  assert_line --regexp "^$name .* passed, 1 of 4 hints taken\$"
}

@test "from another folder, check finds what was started; --dir is another one" {
  exercise start "$name"
  echo 'int main( {' >"$mine"
  cd /
  exercise check "$name"
  refused "$mine: the part below the line"
  exercise check "$name" --dir "$BATS_TEST_TMPDIR/other"
  refused "$BATS_TEST_TMPDIR/other/$name/$name.cpp: not found: run $PIDLAB exercise start $name"
  exercise start "$name" --dir "$BATS_TEST_TMPDIR/other"
  assert_success
  diff "$BATS_TEST_TMPDIR/other/$name/$name.cpp" "$given/$name/start.cpp"
}

@test "a program that does not compile: the compiler's messages, and exit 1" {
  exercise start "$name"
  sed -i 's/waitpid(service/waitpidd(service/' "$mine"
  exercise check "$name"
  assert_equal "$status" 1
  assert_output ""
  output=$stderr assert_output --regexp "$mine:1[0-9]:[0-9]+: error: .*waitpidd"
  output=$stderr assert_output --partial "$name.cpp does not compile: see the messages of the compiler."
  output=$stderr assert_output --partial "For a hint: "
}

@test "a program with a changed check is refused, one with a reformatted check is judged" {
  exercise start "$name"
  sed -i 's/observe("init.zombies_after", zombies())/observe("init.zombies_after", 0)/' "$mine"
  exercise check "$name"
  refused "was changed"
  output=$stderr assert_output --partial "pidlab exercise start $name --dir ELSEWHERE"
  sed 's/^  /\t/; s/zombies()/zombies( )/' "$given/$name/start.cpp" >"$mine"
  exercise check "$name"
  refute_output --partial "was changed"
  assert_equal "$status" 1
}

@test "a program that hangs, and one that forks without end, are BROKEN" {
  need_cell
  exercise start "$name"
  sed -i 's/return must(waitpid(service, nullptr, WNOHANG))/return must(waitpid(-1, nullptr, 0) + waitpid(service, nullptr, 0))/' "$mine"
  exercise check "$name"
  assert_equal "$status" 99
  assert_line --partial "still running after 10 s"
  assert_line --partial "For a hint: "
  sed 's/return must(waitpid/for (int i = 0; i < 11; ++i) fork(); for (;;) pause(); return must(waitpid/' \
    "$given/$name/start.cpp" >"$mine"
  exercise check "$name"
  assert_equal "$status" 99
  assert_line --partial "created more than 1024 processes"
}

@test "without a compiler: a SKIP, in one line that says what to install" {
  exercise start "$name"
  mkdir empty
  run --separate-stderr env PATH="$PWD/empty" "$PIDLAB" exercise check "$name"
  assert_equal "$status" 77
  assert_output ""
  assert_equal "${#stderr_lines[@]}" 1
  output=$stderr assert_output --partial "apt-get install g++"
}

@test "no file of the learner is overwritten" {
  mkdir -p "pidlab-exercises/$name"
  echo "my notes" >"pidlab-exercises/$name/task.md"
  exercise start "$name"
  assert_success
  echo "// my work" >>"$mine"
  exercise start "$name"
  assert_success
  assert_line --index 0 "The exercise exists and was not changed: $mine"
  assert_equal "$(tail -n 1 "$mine")" "// my work"
  assert_equal "$(cat "pidlab-exercises/$name/task.md")" "my notes"
  exercise solve "$name"
  assert_equal "$(tail -n 1 "$mine")" "// my work"
}

@test "a folder that cannot be made" {
  : >occupied
  exercise start "$name" --dir occupied
  refused "occupied"
}

@test "hints come one at a time, in their order" {
  local number heading
  number=0
  while IFS= read -r heading; do
    exercise hint "$name"
    assert_success
    assert_line --index 0 "Hint $((++number)) of 4: ${heading#\#\# }"
  done < <(grep '^## ' "$given/$name/hints.md")
  assert_equal "$number" 4
  exercise hint "$name"
  assert_output "You have seen all 4 hints. For the solution: $PIDLAB exercise solve $name"
}

@test "solve shows the whole program, the changes, and why" {
  exercise solve "$name"
  assert_success
  diff <(sed -nE 's/^(  |\+ )//p' <<<"$output" | grep -c .) \
    <(grep -c . "$given/$name/solution.cpp")
  assert_line "-   return must(waitpid(service, nullptr, WNOHANG)) == service;"
  assert_line "+   return service_has_ended;"
  assert_line --partial "SIGCHLD does not count"
}

@test "the next command is shown as the user calls pidlab: ci/lab, if PIDLAB_AS says so" {
  PIDLAB_AS=ci/lab exercise start "$name"
  assert_line "To check your repair: ci/lab exercise check $name"
}

@test "an unknown exercise, and an unknown action" {
  exercise start zombie
  refused 'unknown exercise "zombie" (did you mean zombies?)'
  exercise strat
  refused "unknown command \"strat\" (did you mean start?); see $PIDLAB exercise --help"
  exercise hint
  refused "expected EXERCISE; see $PIDLAB exercise hint --help"
}

@test "a progress file that cannot be read, or has no folder" {
  mkdir -p "$XDG_STATE_HOME/pidlab"
  echo nonsense >"$XDG_STATE_HOME/pidlab/exercises.json"
  exercise list
  refused "$XDG_STATE_HOME/pidlab/exercises.json: not a pidlab progress file"
  echo '{"zombies": {"hints": "many"}}' >"$XDG_STATE_HOME/pidlab/exercises.json"
  exercise list
  refused "$XDG_STATE_HOME/pidlab/exercises.json: not a pidlab progress file"
  run --separate-stderr env -u HOME -u XDG_STATE_HOME "$PIDLAB" exercise list
  refused "cannot keep exercises.json: set XDG_STATE_HOME or HOME"
  # As for a user who keeps the HOME of root.
  chmod 000 "$XDG_STATE_HOME"
  local without=()
  [ "$(id -u)" -ne 0 ] || without=(setpriv '--bounding-set=-dac_override,-dac_read_search')
  run --separate-stderr "${without[@]}" "$PIDLAB" exercise list
  chmod 700 "$XDG_STATE_HOME"
  refused "cannot keep $XDG_STATE_HOME/pidlab/exercises.json: Permission denied: set XDG_STATE_HOME or HOME"
}

@test "killed while it compiles: no process stays, and the next check is whole" {
  exercise start "$name"
  mkdir bin
  printf '#!/bin/sh\necho compiling >&2\nexec sleep 60\n' >bin/c++
  chmod +x bin/c++
  # The compiler inherits this pipe: end-of-file shows that it has ended.
  exec 4< <(exec env PATH="$PWD/bin:$PATH" "$PIDLAB" exercise check "$name" 2>&1 3>&-)
  local pidlab=$! line
  read -r line <&4
  assert_equal "$line" compiling
  kill -9 "$pidlab"
  read -t 20 -r line <&4 && status=0 || status=$?
  assert_equal "$status" 1 # more than 128 would mean that the time is up
  need_cell
  exercise check "$name"
  assert_equal "$status" 1
  assert_line "  observed   init.zombies_after = 3"
}

@test "on a terminal: by keyboard, as wide as it is" {
  need_cell
  command -v tmux >/dev/null || skip "needs tmux: apt-get install tmux"
  local screen
  # Each line ends with a signal to the test that it is done.
  type_in() {
    "${tmux[@]}" send-keys "$1; tmux -S tmux wait-for -S heard" Enter
    "${tmux[@]}" wait-for heard
    screen=$("${tmux[@]}" capture-pane -p -S -)
  }
  "${tmux[@]}" -f /dev/null new-session -d -x 70 -y 50 "exec sh" 3>&-
  type_in "PATH=${PIDLAB%/*}:\$PATH; clear"
  type_in "pidlab exercise start $name >/dev/null; pidlab exercise check $name"
  grep -qxF "  expected   init.zombies_after = 0" <<<"$screen"
  grep -qxF "  observed   init.zombies_after = 3" <<<"$screen"
  type_in "clear; cp $given/$name/solution.cpp $mine; pidlab exercise check $name"
  grep -qE '^Well done, it passes' <<<"$screen"
  type_in "clear; pidlab exercise list"
  grep -qE "^$name .* passed" <<<"$screen"
}
