# Suites of others: programs in any language, each next to its expectation, without a
# build of pidlab.

setup() {
  load common
  root=${BATS_TEST_FILENAME%/*}/../..
  export suite=$BATS_TEST_TMPDIR/suite
  mkdir -p "$suite/bad"
}

# script NAME [TOML] <TEXT: a script of the suite, which is expected to observe
# caller.x = 1, and perhaps more.
script() {
  { echo '#!/bin/sh' && cat; } >"$suite/bad/$1.sh"
  chmod +x "$suite/bad/$1.sh"
  printf 'claim = "It %s."\nwhy = "So it is."\n%s\n' "$1" "${2-expect.caller.x = 1}" \
    >"$suite/bad/$1.toml"
}

# refused TEXT: pidlab list ends with 2 and one line that ends with TEXT.
refused() {
  in_suite list
  assert_equal "$status" 2
  assert_output ""
  assert_equal "${stderr/"$suite"/DIR}" "pidlab: $1"
}

copy_example() {
  source=$BATS_TEST_TMPDIR/source build=$BATS_TEST_TMPDIR/build
  cp -r "$root/ci/example-suite" "$source"
  rm -r "$suite"
}

# configure_example: as its users do.
configure_example() {
  cmake -G Ninja -S "$source" -B "$build" -D pidlab_DIR="$root/experiments" \
    -D PIDLAB_PROGRAM="$PIDLAB"
}

@test "the example: find_package(pidlab), one experiment in C++, one in shell, one in Python" {
  copy_example
  configure_example
  cmake --build "$build"
  ln -sfn "$build/suite" "$suite"
  in_suite run
  assert_success
  assert_output --partial "ok 1 init.init_cannot_return_to_its_group
ok 2 init.shell_as_init_survives_kill
ok 3 membership.spawned_program_is_init
# Totals: pass:3 fail:0 skip:0 error:0"
  run ctest --test-dir "$build"
  assert_success
  assert_output --partial "100% tests passed, 0 tests failed out of 3"
  # An edited expectation needs no build, and a message names the file to edit.
  sed -i '1i expext = 1' "$source/init/init_cannot_return_to_its_group.toml"
  in_suite list
  assert_equal "$status" 2
  assert_regex "$stderr" "^pidlab: $source/init/init_cannot_return_to_its_group.toml:[0-9]+:"
}

@test "pidlab_add_experiment without an expectation" {
  copy_example
  rm "$source/init/shell_as_init_survives_kill.toml"
  run configure_example
  assert_failure
  assert_output --partial "init/shell_as_init_survives_kill has no expectation"
}

@test "a suite that is written by hand: run, record, and all that reads records" {
  local record=$BATS_TEST_TMPDIR/record.json
  script observes_one <<<'echo "caller.x = 1"'
  script observes_two <<<'echo "caller.x = 2"'
  in_suite run --trace --record "$record"
  assert_equal "$status" 1
  assert_line "ok 1 bad.observes_one"
  assert_line "not ok 2 bad.observes_two"
  in_suite judge "$record"
  assert_equal "$status" 1
  in_suite matrix "$record"
  assert_equal "$status" 1
  assert_line --regexp '^  observes_two +FAIL$'
  in_suite diff "$record" "$record"
  assert_success
  in_suite report "$record" --html "$BATS_TEST_TMPDIR/page.html"
  assert_equal "$status" 1
  in_suite report --score "$record"
  assert_equal "$status" 1
  assert_line "1 of 2 behaviors hold."
  in_suite show observes_two
  assert_line '   2  echo "caller.x = 2"'
  in_suite why "It observes_two"
  assert_success
  in_suite watch observes_one
  assert_success
}

@test "old names in renamed.toml, symptoms.toml, the questions of a chapter" {
  local record=$BATS_TEST_TMPDIR/record.json
  script observes_one <<<'echo "caller.x = 1"'
  in_suite run --record "$record"
  mv "$suite/bad/observes_one.sh" "$suite/bad/sees_one.sh"
  mv "$suite/bad/observes_one.toml" "$suite/bad/sees_one.toml"
  printf '[experiments]\n"bad/observes_one" = "bad/sees_one"\n' >"$suite/renamed.toml"
  in_suite judge "$record"
  assert_success
  printf '[[symptom]]\nsee = "one"\nmeans = "m"\ndo = "d"\nexperiments = ["sees_two"]\n' \
    >"$suite/symptoms.toml"
  in_suite why one
  assert_equal "$stderr" \
    "pidlab: $suite/symptoms.toml:5:16: unknown experiment \"sees_two\""
  printf '[sees_two]\n' >"$suite/bad/questions.toml"
  refused 'DIR/bad/questions.toml:1:2: this chapter has no experiment "sees_two"'
}

@test "eras: an older kernel is SKIPped, a later change is expected" {
  script is_new "since = '99.0'
expect.caller.x = 2" <<<'echo "caller.x = 1"'
  script has_changed "expect.caller.x = 2
[[changed]]
in = '3.8'
because = 'It was changed.'
expect.caller.x = 1" <<<'echo "caller.x = 1"'
  in_suite run
  assert_success
  assert_line "ok 1 bad.has_changed"
  assert_line --regexp '^ok 2 bad.is_new # SKIP needs Linux 99.0 or later'
}

@test "needs: a script needs its interpreter" {
  script needs_a_shell <<<'echo "caller.x = 1"'
  sed -i '1s,.*,#! /nowhere/sh -e,' "$suite/bad/needs_a_shell.sh"
  in_suite run
  assert_equal "$status" 77
  assert_line "ok 1 bad.needs_a_shell # SKIP needs /nowhere/sh, which cannot be accessed (ENOENT)"
}

@test "needs: a script needs a /proc of its cell, unless it says that it does not" {
  need_root
  need_no_chroot
  script needs_proc <<<'echo "caller.x = 1"'
  script needs_none $'expect.caller.x = 1\nneeds.own_proc = false' <<<'echo "caller.x = 1"'
  run --separate-stderr unshare --mount --pid --fork bash -c '
    umount --all --lazy --types proc && mount -t proc none /proc
    mount -t tmpfs none /proc/bus
    exec setpriv --bounding-set=-sys_admin "$PIDLAB" --suite "$suite" run'
  assert_success
  assert_line "ok 1 bad.needs_none"
  assert_line --regexp '^ok 2 bad.needs_proc # SKIP .*/proc/bus is covered'
}

@test "a script finds the files next to it" {
  echo 'x=1' >"$suite/bad/library.sh"
  script loads_a_file <<<'. "${0%/*}/library.sh" && echo "caller.x = $x"'
  in_suite run
  assert_success
}

@test "a script in Perl, for which /dev/fd/3/NAME is descriptor 3" {
  script is_perl <<<''
  printf '#!/usr/bin/perl\nprint "caller.x = 1\\n";\n' >"$suite/bad/is_perl.sh"
  in_suite run
  assert_success
}

@test "a process may write a line in parts, or several lines at once" {
  script writes_parts $'expect.caller.x = 1\nexpect.caller.y = 2' <<'END'
printf 'caller.x '
printf '= 1\ncaller.y = 2\n'
END
  in_suite run
  assert_success
  script writes_half_a_line <<<'printf "caller.x = 1"'
  in_suite run writes_half_a_line
  assert_equal "$status" 99
  assert_line 'not ok 1 bad.writes_half_a_line # ERROR wrote "caller.x = 1", which is not an observation'
}

@test "a program without an expectation, an expectation without a program" {
  script observes_one <<<'echo "caller.x = 1"'
  chmod -x "$suite/bad/observes_one.sh"
  refused "DIR/bad/observes_one.toml:1:1: its program is missing: expected an executable file observes_one or observes_one.EXT in the same folder; chmod +x makes a file executable"
  chmod +x "$suite/bad/observes_one.sh"
  cp "$suite/bad/observes_one.sh" "$suite/bad/observes_one"
  refused "DIR/bad/observes_one.toml:1:1: expected one executable file of this name, got observes_one and observes_one.sh"
  mv "$suite/bad/observes_one" "$suite/bad/stray"
  refused "DIR/bad/stray:1:1: this program has no expectation: write stray.toml, or make the file not executable"
}

@test "a bad key, a bad contrast, a bad name: file, line and column" {
  script observes_one 'expext.caller.x = 1' <<<''
  refused 'DIR/bad/observes_one.toml:3:1: unknown key "expext" (did you mean expect?); expected one of: claim, why, man, kernel, contrast, since, needs, cast, expect, observe_only, changed, errata'
  script observes_one $'expect.caller.x = 1\ncontrast = ["bad/none"]' <<<''
  sed -i '3{h;d};4G' "$suite/bad/observes_one.toml"
  refused 'DIR/bad/observes_one.toml:3:12: contrast: expected "CHAPTER/NAME" of another experiment, got "bad/none"'
  script observes_one <<<''
  mv "$suite/bad" "$suite/so bad"
  refused 'DIR/so bad: expected a name of letters, digits and underscores, got "so bad"'
}

@test "a folder that is not a suite; the conventions of this one" {
  rmdir "$suite/bad"
  refused "DIR: not a suite: expected an expectation CHAPTER/NAME.toml, and its program in the same folder"
  rmdir "$suite"
  refused "DIR: not a suite: expected an expectation CHAPTER/NAME.toml, and its program in the same folder"
  mkdir -p "$suite/bad"
  script observes_one <<<''
  in_suite check
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: check: only the experiments of pidlab itself have these conventions: call it without --suite"
}
