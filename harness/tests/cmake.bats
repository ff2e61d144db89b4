# What CMake refuses: an experiment or an expectation that nothing would check.

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

# refuses_with FILE WHY: once there is such a file, in one message.
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

@test "an experiment that no chapter lists" {
  refuses_with experiments/init/stray.cpp \
    "init/stray.cpp belongs to no experiment: add_experiment\(stray\) is missing in experiments/init/CMakeLists.txt"
}

@test "an expectation without an experiment" {
  refuses_with expected/init/stray.toml \
    "init/stray.toml belongs to no experiment: add_experiment\(stray\) is missing in experiments/init/CMakeLists.txt"
}

@test "either of them outside of the chapters" {
  refuses_with experiments/stray.cpp "stray.cpp belongs to no experiment: it is in no chapter's folder"
  refuses_with expected/stray.toml "stray.toml belongs to no experiment: it is in no chapter's folder"
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
