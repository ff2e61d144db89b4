# What show prints about an experiment.

setup() {
  load common
}

@test "the processes are drawn as in the cast" {
  run "$PIDLAB" show child_of_a_joined_process_is_adopted_by_init
  assert_line "  caller  the experiment itself"
  assert_line --regexp '^  ├─ clone3\(CLONE_NEWPID\) ─▶ init  in new$'
  assert_line --regexp '^  └─ fork\(\).* ─▶ joined  in new$'
  assert_line --regexp '^     └─ fork\(\) ─▶ orphan  in new$'
}

@test "every man page and kernel symbol has its link" {
  run "$PIDLAB" show init_dies_of_parent_death_sigkill
  assert_line "    https://man7.org/linux/man-pages/man7/pid_namespaces.7.html"
  assert_line "    https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html"
  assert_line "    https://elixir.bootlin.com/linux/v7.2/C/ident/forget_original_parent"
}

@test "an era has a link to its commit" {
  run "$PIDLAB" show ioctl_translates_pids_both_ways
  assert_line --regexp '^    https://git.kernel.org/linus/[0-9a-f]{12}$'
}

@test "texts fit 80 columns" {
  "$PIDLAB" show '*' | sed '/^Source$/,/^Expected$/d' >"$BATS_TEST_TMPDIR/all"
  LC_ALL=C.UTF-8 run grep -vE '^.{0,80}$|─▶|^ *https:' "$BATS_TEST_TMPDIR/all"
  assert_output ""
}

@test "a contrast is shown on both sides, and the next experiment, except for the last" {
  run "$PIDLAB" show subreaper_inside_comes_before_init
  assert_line "  contrast  orphans/orphan_is_adopted_by_init"
  assert_line "  next      orphans/subreaper_outside_does_not_adopt_from_inside"
  run "$PIDLAB" show orphan_is_adopted_by_init
  assert_line "  contrast  orphans/subreaper_inside_comes_before_init"
  assert_line "  contrast  orphans/subreaper_outside_does_not_adopt_from_inside"
  run "$PIDLAB" show "$("$PIDLAB" list --json | jq -r '.[-1].name')"
  refute_line --regexp '^  next '
}

@test "an experiment that names another as its contrast says how it differs" {
  local source name other
  source=$(readlink -f "$(dirname "$PIDLAB")/source")
  # For all comments "As NAME, but": the comment and the expectation agree.
  grep -lE '^// As (in )?[a-z]+(_[a-z0-9]+){2,}' "$source"/*/*.cpp | while read -r name; do
    other=$(grep -m1 -oE '^// As (in )?[a-z]+(_[a-z0-9]+){2,}' "$name" | grep -oE '[^ ]+$')
    run "$PIDLAB" show "$(basename "$name" .cpp)"
    assert_line --regexp "^  contrast  [a-z]+/$other\$"
  done
}

@test "a contrast that does not exist, or is the experiment itself, is refused" {
  make_suite observes_one observes_two
  for other in bad/observes_onne bad/observes_two; do
    expect observes_two "contrast = [\"$other\"]
expect.caller.x = 1"
    in_suite list
    assert_equal "$status" 2
    assert_equal "${#stderr_lines[@]}" 1
    assert_regex "$stderr" "^pidlab: .*/expected/bad/observes_two.toml:3:12: contrast: expected \"CHAPTER/NAME\" of another experiment, got \"$other\""
  done
}

@test "the list fits a terminal, and is one line for each experiment in a pipe" {
  script -qec true /dev/null >/dev/null 2>&1 ||
    skip "needs terminals: mount devpts on /dev/pts"
  TERM=xterm script -qec "stty cols 80; $PIDLAB list" /dev/null >"$BATS_TEST_TMPDIR/list"
  run grep -E '^.{82}' "$BATS_TEST_TMPDIR/list" # with its carriage return
  assert_output ""
  run grep -c 'setns_does_not_move_caller *setns' <("$PIDLAB" list)
  assert_output 1
}

@test "headings are bold on a terminal, and only there" {
  script -qec true /dev/null >/dev/null 2>&1 ||
    skip "needs terminals: mount devpts on /dev/pts"
  run "$PIDLAB" show orphan_is_adopted_by_init
  refute_output --partial $'\033'
  TERM=xterm run script -qec "$PIDLAB show orphan_is_adopted_by_init" /dev/null
  assert_line --partial $'\033[1mSource\033[0m'
  NO_COLOR=1 run script -qec "$PIDLAB show orphan_is_adopted_by_init" /dev/null
  refute_output --partial $'\033['
}
