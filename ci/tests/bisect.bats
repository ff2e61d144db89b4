# ci/bisect in small fake kernel trees, whose make copies a kernel that is there.

# script NAME COMMAND: a kernel that ci/fetch-kernel takes for one of its own.
script() {
  printf '#!/usr/bin/env bash\n# "/linux.uml" "$@"\n%s\n' "$2" >"$made/$1"
  chmod +x "$made/$1"
}

setup_file() {
  bats_require_minimum_version 1.8.0
  local made=$BATS_FILE_TMPDIR kernel program
  export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=nobody GIT_COMMITTER_NAME=nobody
  export GIT_AUTHOR_EMAIL=nobody@example.org GIT_COMMITTER_EMAIL=nobody@example.org
  kernel=$("$BATS_TEST_DIRNAME/../fetch-kernel" uml/6.1 2>/dev/null) || return 0
  cp -r "${kernel%/*}" "$made/right"
  cp -r "${kernel%/*}" "$made/wrong"
  # It says that it is 7.2, and behaves like 6.1: that is a FAIL.
  for program in "$made"/wrong/linux{,.uml}; do
    [ ! -e "$program" ] || LC_ALL=C sed -i 's/6\.1\.\([0-9]\)/7.2.\1/g' "$program"
  done
  script good "exec '$made/right/linux' \"\$@\""
  script bad "exec '$made/wrong/linux' \"\$@\""
  script panics "exec '$made/right/linux' \"\$@\" rdinit=/nowhere"
  script hangs "exec sleep 1234.$BATS_ROOT_PID"
  # Fake trees need no compiler: nothing may be installed for them.
  mkdir "$made/bin"
  printf '#!/bin/sh\necho installed\n' >"$made/bin/dpkg-query"
  chmod +x "$made/bin/dpkg-query"
}

setup() {
  bats_load_library bats-support
  bats_load_library bats-assert
  [ -e "$BATS_FILE_TMPDIR/good" ] || skip "needs uml/6.1: ci/fetch-kernel uml/6.1"
  { command -v make && command -v git; } >/dev/null || skip "needs make and git: install them"
  PATH=$BATS_FILE_TMPDIR/bin:$PATH
  export PIDLAB_CACHE=$BATS_TEST_TMPDIR/cache
  bisect=$(realpath "$BATS_TEST_DIRNAME/../bisect")
  tree=$BATS_TEST_TMPDIR/tree
  # Of 7.2 is another expectation than of kernels before.
  name=pid_for_children_has_no_target_at_first
  git init -q "$tree"
  cd "$tree" || return
  touch Kconfig
}

# commit SUBJECT COMMAND: a commit in which this builds the kernel.
commit() {
  printf 'made = %s\nallnoconfig:\nlinux:\n\t%s # %s\n' "$BATS_FILE_TMPDIR" "$2" "$1" \
    >Makefile
  git add -A
  git commit -qm "$1"
}

# step: what ci/bisect says of what is checked out.
step() { run --separate-stderr "$bisect" "$@"; }

# refused TEXT ARGUMENTS...: nothing is built, git would end the bisection.
refused() {
  step "${@:2}"
  assert_failure 128
  assert_output ""
  output=$stderr assert_output --partial "$1"
  refute [ -e "$PIDLAB_CACHE" ]
}

# cannot_tell COMMAND OUTPUT ERRORS ARGUMENTS...: exit 125, and why.
cannot_tell() {
  commit one "$1"
  step "${@:4}"
  assert_failure 125
  assert_output --regexp "^bisect: [0-9a-f]+ one: .*$2"
  output=$stderr assert_output --partial "$3"
}

@test "a good kernel: 0, one line, and the tree stays clean" {
  commit one 'cp $(made)/good $O/linux'
  step "$name"
  assert_success
  assert_output --regexp '^bisect: [0-9a-f]+ one: built in [0-9]+ s, run in [0-9]+ s, good$'
  assert_equal "$stderr" ""
  assert_equal "$(git status --porcelain --ignored)" ""
}

@test "a kernel that behaves otherwise: 1, and what FAILs" {
  commit one 'cp $(made)/bad $O/linux'
  cd /
  step --tree "$tree" getppid_is_zero_for_a_parent_outside "$name"
  assert_failure 1
  assert_output --regexp "^bisect: [0-9a-f]+ one: .* s, bad: membership.$name FAILs\$"
}

@test "a tree that does not build: 125, and the end of the log, which is kept" {
  cannot_tell 'cp $(made)/good $O/linux; echo undeclared; false' "not built" undeclared "$name"
  run cat "$PIDLAB_CACHE"/builds/*/build.log
  assert_output --partial undeclared
}

@test "what is built is not a kernel: 125" {
  cannot_tell 'cp /bin/true $O/linux' "cannot tell: the build has no kernel image$" "not a bzImage, vmlinux" "$name"
}

@test "nothing is built, where an older kernel lies: 125" {
  commit zero 'cp $(made)/good $O/linux'
  step "$name"
  assert_success
  cannot_tell 'true' "cannot tell: the build has no kernel image$" "/linux\" is not a file" "$name"
}

@test "a kernel that panics: 125" {
  cannot_tell 'cp $(made)/panics $O/linux' "cannot tell$" "Kernel panic" "$name"
}

@test "a kernel that hangs: 125" {
  cannot_tell 'cp $(made)/hangs $O/linux' "cannot tell$" "did not finish within 1 s" \
    --timeout 1 "$name"
  refute pgrep -f "sleep 1234.$BATS_ROOT_PID"
}

@test "all are SKIPped: 125, and why" {
  cannot_tell 'cp $(made)/good $O/linux' "all are SKIPped$" "may be destroyed" \
    root_init_death_panics
}

@test "bad input: 128, before anything is built" {
  touch Makefile
  refused "expected the NAME of an experiment; pidlab list shows all"
  refused 'unknown experiment or chapter "nonsense"' nonsense
  refused "unknown option --frob" --frob "$name"
  refused "--tree needs a value" "$name" --tree
  refused "/nowhere: not a kernel tree, which has a Makefile" --tree /nowhere "$name"
  refused "--arch: expected uml or x86, got vax" --arch vax "$name"
  refused "--timeout: expected a positive integer, got soon" --timeout soon "$name"
  refused "/nowhere/pidlab" --pidlab /nowhere/pidlab "$name"
  touch .config
  refused "$tree contains a build" "$name"
}

@test "--help tells what the exit codes mean" {
  step --help
  assert_success
  assert_line --regexp '^ 128 +no verdict'
}

@test "an unexpected failure is not a verdict: 128" {
  commit one 'cp $(made)/good $O/linux'
  mkdir bin
  printf '#!/bin/sh\nexit 1\n' >bin/cpio
  chmod +x bin/cpio
  PATH=$PWD/bin:$PATH step "$name"
  assert_failure 128
  output=$stderr assert_output --partial "but ci/boot failed"
}

@test "stopped while it builds: 143, and nothing goes on" {
  commit one 'touch $O/begun; sleep 1234.'"$BATS_ROOT_PID"
  "$bisect" "$name" 3>&- &
  timeout 60 bash -c 'until ls "$1"/builds/*/begun; do sleep 0.1; done' - "$PIDLAB_CACHE" >/dev/null 2>&1
  kill $!
  local status=0
  wait $! || status=$?
  assert_equal "$status" 143
  refute pgrep -f "sleep 1234.$BATS_ROOT_PID"
}

@test "git bisect run: past commits without a verdict to the first bad commit" {
  local i
  for i in 1 2 3; do commit "number $i" 'cp $(made)/good $O/linux'; done
  commit "number 4" false
  for i in 5 6; do commit "number $i" 'cp $(made)/good $O/linux'; done
  for i in 7 8; do commit "number $i" 'cp $(made)/bad $O/linux'; done
  git bisect start HEAD HEAD~7 >/dev/null
  run git bisect run "$bisect" "$name"
  assert_success
  assert_line --regexp "number 4: cannot tell: not built"
  assert_equal "$(git log --format=%s -1 refs/bisect/bad)" "number 7"
}

@test "git bisect run: bad input ends it, and no commit counts as bad" {
  commit one 'cp $(made)/good $O/linux'
  commit two 'cp $(made)/good $O/linux'
  commit three 'cp $(made)/bad $O/linux'
  git bisect start HEAD HEAD~2 >/dev/null
  run git bisect run "$bisect" nonsense
  assert_failure
  assert_output --partial "exit code 128"
  refute_output --partial "is the first bad commit"
}
