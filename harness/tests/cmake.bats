# CMake refuses an experiment or an expectation that no test would check.

setup_file() {
  export tree=$BATS_FILE_TMPDIR
  local root
  root=$(readlink -f "$(dirname "$PIDLAB")/source")/..
  cp -rs "$root"/{CMakeLists.txt,benchmarks,ci,expected,experiments,harness} "$tree"
  configure >/dev/null
}

setup() {
  load common
}

configure() {
  cmake -G Ninja -S "$tree" -B "$tree/build" 2>&1
}

# refuses_with FILE WHY: expects one message after FILE is created.
refuses_with() {
  local file=$1 why=$2
  : >"$tree/$file"
  run configure
  rm "$tree/$file"
  assert_failure
  # CMake breaks long lines.
  assert_equal "$(grep -c '^CMake Error' <<<"$output")" 1
  assert_regex "$(tr -s '[:space:]' ' ' <<<"$output")" "$why"
}

@test "an experiment that the syllabus does not name" {
  refuses_with experiments/init/stray.cpp \
    "init/stray.cpp belongs to no experiment: the syllabus does not name it. Add a line to its chapter in experiments/README.md: 1. \[CLAIM\]\(init/stray.cpp\)"
}

@test "an expectation without an experiment" {
  refuses_with expected/init/stray.toml \
    "init/stray.toml belongs to no experiment: the syllabus does not name it"
}

@test "either of them outside of the chapters" {
  refuses_with experiments/stray.cpp "stray.cpp belongs to no experiment"
  refuses_with expected/stray.toml "stray.toml belongs to no experiment"
}

@test "a line of the syllabus without a program" {
  local line='1. [It is not there.](init/not_there.cpp)'
  cp --remove-destination "$(readlink -f "$tree/experiments/README.md")" "$tree/experiments/README.md"
  echo "$line" >>"$tree/experiments/README.md"
  run configure
  sed -i '$d' "$tree/experiments/README.md"
  assert_failure
  assert_output --partial "experiments/README.md names init/not_there.cpp, which does not exist"
}

@test "an experiment without an expectation" {
  local toml=$tree/expected/init/init_survives_its_alarm.toml
  mv "$toml" "$tree/away"
  run configure
  mv "$tree/away" "$toml"
  assert_failure
  assert_output --partial "experiments/init/init_survives_its_alarm.cpp has no expectation"
}

@test "nothing is refused as it is" {
  run configure
  assert_success
}
