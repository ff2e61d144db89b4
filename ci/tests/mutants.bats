# ci/mutants without a kernel: its list, its options and its table.

bats_require_minimum_version 1.5.0

setup() {
  bats_load_library bats-support
  bats_load_library bats-assert
  mutants=$(realpath "$BATS_TEST_DIRNAME/../mutants")
  program=$(realpath "$BATS_TEST_DIRNAME/../lib/mutants.py")
  tree=$BATS_TEST_TMPDIR/tree
  cd "$BATS_TEST_TMPDIR" || return
}

# entry CHAPTER TEXT REPLACEMENT FAILS...: adds a mutant to a list of its own.
entry() {
  mkdir -p ci/kernels/mutants
  printf '[[mutant]]\nfile = "fork.c"\ntext = "%s"\nreplacement = "%s"\n' "$2" "$3" \
    >>"ci/kernels/mutants/$1.toml"
  printf 'breaks = "It is wrong."\nfails = [%s]\n' \
    "$(printf '"%s", ' "${@:4}")" >>"ci/kernels/mutants/$1.toml"
}

# some_list: two mutants for each of two experiments, and a tree for them.
some_list() {
  entry init "return 1;" "return 2;" dies
  entry init "return 3;" "return 4;" dies lives
  entry orphans "a < b" "a > b" lives
  entry orphans "a == b" "true" lives
  mkdir "$tree"
  touch "$tree/Makefile"
  printf '%s\n' 'return 1;' 'return 3;' 'a < b' 'a == b' >"$tree/fork.c"
  echo '[{"name": "dies", "chapter": "init"}, {"name": "lives", "chapter": "orphans"}]' \
    >experiments
}

check() {
  python3 "$program" list >mutants.json
  run python3 "$program" check mutants.json experiments "$tree"
}

# report NAME VERDICT...: what the experiments "dies" and "lives" were on this kernel.
report() {
  printf '{"experiments": [{"name": "dies", "verdict": "%s", "ending": "%s"},
    {"name": "lives", "verdict": "%s", "ending": "finished"}]}' "${2#hung }" \
    "$([[ $2 = hung* ]] && echo hung || echo finished)" "$3" >"$1.report-all.json"
}

table() {
  python3 "$program" list >mutants.json
  run python3 "$program" table mutants.json . "$tree" "${1-text}"
}

@test "the list of the project has no faults" {
  run "$mutants" --list
  assert_success
  assert_line --regexp '^init\.1  kernel/'
}

@test "bad input: 2, and what to do" {
  run "$mutants" --list nonsense
  assert_failure 2
  assert_output --partial "nonsense: is not a chapter or a mutant"
  run "$mutants" --format yaml
  assert_failure 2
  assert_output --partial "--format is text or json"
  run "$mutants" --jobs many
  assert_failure 2
  run "$mutants" --quick --random 1
  assert_failure 2
  assert_output --partial "no experiment must FAIL"
}

@test "a file of the list that is not TOML, and one without a mutant" {
  some_list
  echo '[[mutants]]' >ci/kernels/mutants/init.toml
  run python3 "$program" list
  assert_failure 1
  assert_output "mutants: ci/kernels/mutants/init.toml: expected at least one [[mutant]]"
  echo '[[mutant' >ci/kernels/mutants/init.toml
  run python3 "$program" list
  assert_failure 1
  assert_output --regexp "^mutants: ci/kernels/mutants/init.toml: Expected .*line 1"
}

@test "a chapter, an experiment and a mutant select" {
  some_list
  run python3 "$program" list orphans.2 dies
  assert_output --partial '"orphans.2"'
  assert_output --partial '"init.1"'
  assert_output --partial '"init.2"'
  refute_output --partial '"orphans.1"'
}

@test "a list without a fault" {
  some_list
  check
  assert_success
  assert_output ""
}

@test "an experiment that does not exist, and one that no mutant names" {
  some_list
  entry init "a == b" "false" nonsense
  sed -i 's/"lives"/"dies"/' ci/kernels/mutants/*.toml
  check
  assert_failure 1
  assert_line "init.3: nonsense is not an experiment"
  assert_line "orphans/lives: has no mutant: add one to ci/kernels/mutants/orphans.toml, or a reason to its [without_mutant]"
}

@test "a text that is not there, and one that is there twice" {
  some_list
  printf 'return 1;\na > b\n' >>"$tree/fork.c"
  sed -i 's/a < b//' "$tree/fork.c"
  check
  assert_failure 1
  assert_line "ci/kernels/mutants/init.toml: init.1, for dies: the text occurs 2 times in $tree/fork.c: it must occur once"
  assert_line "ci/kernels/mutants/orphans.toml: orphans.1, for lives: the text occurs 0 times in $tree/fork.c: it must occur once"
}

@test "for ci/check: a symbol that is not in the source, and a version that is too new" {
  mkdir "$tree"
  printf 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\n' >"$tree/Makefile"
  echo 'SYSCALL_DEFINE2(kill, pid_t, pid, int, sig) /* kill_pid */' >"$tree/signal.c"
  jq -n '[["sys_kill", "7.2"], ["kill_pid", "7.3"], ["gone", "6.1"],
      ["kill_pi", "7.0"], ["kill_pid", "9.9"]] | [{name: "dies", chapter: "init",
    kernel: map({file: "signal.c", symbol: .[0], read_at: .[1]})}]' >experiments
  symbols=${program%/*}/symbols.py
  run python3 "$symbols" experiments "$tree" dies
  assert_failure 1
  assert_equal "${#lines[@]}" 2
  assert_line "expected/init/dies.toml: kernel: kill_pi is not in signal.c of Linux 7.3, the source of ci/fetch-source"
  assert_line 'expected/init/dies.toml: kernel: read_at = "9.9" is newer than 7.3, the source of ci/fetch-source'
  run python3 "$symbols" experiments nowhere dies
  assert_success
}

@test "a chapter with one mutant" {
  some_list
  rm ci/kernels/mutants/init.toml
  entry init "return 1;" "return 2;" dies
  check
  assert_failure 1
  assert_output "init: has fewer than two mutants"
}

@test "an entry with a wrong key" {
  some_list
  sed -i 's/^breaks/brakes/' ci/kernels/mutants/init.toml
  run python3 "$program" list
  assert_failure 1
  assert_output --partial "ci/kernels/mutants/init.toml, entry 1: brakes, breaks" ||
    assert_output --partial "ci/kernels/mutants/init.toml, entry 1: breaks, brakes"
}

@test "an entry that names no experiment" {
  some_list
  sed -i 's/^fails = .*/fails = []/' ci/kernels/mutants/orphans.toml
  run python3 "$program" list
  assert_failure 1
  assert_output "mutants: ci/kernels/mutants/orphans.toml, entry 1: fails: expected an experiment"
}

@test "two entries that make the same kernel" {
  some_list
  entry orphans "b\na ==" "b\ntrue ==" lives
  sed -i '0,/replacement = "true"/s//replacement = "true == b"/' ci/kernels/mutants/orphans.toml
  check
  assert_failure 1
  assert_output "orphans.3: is the same kernel as orphans.2"
}

@test "a mutant is applied to the tree" {
  some_list
  python3 "$program" list >mutants.json
  python3 "$program" apply mutants.json orphans.1 "$tree"
  run cat "$tree/fork.c"
  assert_line "a > b"
  refute_line "a < b"
}

@test "each expected FAIL is there: 0" {
  some_list
  report unaltered-uml PASS PASS
  report init.1 FAIL PASS
  report init.2 FAIL FAIL
  report orphans.1 PASS FAIL
  report orphans.2 BROKEN FAIL
  table
  assert_success
  assert_line "init.2  fork.c:2  It is wrong."
  assert_line "  BROKEN  dies"
  assert_line "4 of 4 mutants have each expected FAIL, 4 have one or more"
  assert_line "not noticed: none"
  assert_line "2 of 2 experiments FAIL on one or more"
  assert_line "never: none"
}

@test "an expected FAIL is a PASS, hangs, or did not run: 1" {
  some_list
  report unaltered-uml PASS PASS
  report init.1 PASS PASS
  report init.2 "hung BROKEN" FAIL
  echo "panicked: no" >orphans.1.reason
  report orphans.2 PASS FAIL
  table
  assert_failure 1
  assert_line "  expected FAIL of dies: PASS"
  assert_line "  expected FAIL of dies: TIMEOUT"
  assert_line "  the machine panicked: no"
  assert_line "  expected FAIL of lives: not run"
  assert_line "1 of 4 mutants have each expected FAIL, 2 have one or more"
  assert_line "not noticed: init.1"
  assert_line "1 of 2 experiments FAIL on one or more"
  assert_line "never: dies"
  table json
  assert_failure 1
  assert_output --partial '"never_failed": ['
}

@test "the unaltered kernel raises an alarm: 1" {
  some_list
  report unaltered-uml PASS BROKEN
  report init.1 FAIL PASS
  report init.2 FAIL FAIL
  report orphans.1 PASS FAIL
  report orphans.2 PASS FAIL
  table
  assert_failure 1
  assert_line "unaltered-uml    Nothing."
  assert_line "  BROKEN  lives"
}

@test "the same seed chooses the same places, and each text occurs once" {
  source=${PIDLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pidlab}/builds/altered/tree
  [ -e "$source/Makefile" ] || skip "needs the source that ci/mutants unpacks"
  program=${program%/*}/random_mutants.py
  python3 -B "$program" "$source" 40 7 >first
  python3 -B "$program" "$source" 40 7 >second
  cmp first second
  python3 -B "$program" "$source" 40 8 >other
  run cmp -s first other
  assert_failure 1
  cd "$BATS_TEST_DIRNAME/../.." || return
  run python3 ci/lib/mutants.py check "$BATS_TEST_TMPDIR/first" \
    <(echo '[]') "$source"
  assert_success
}
