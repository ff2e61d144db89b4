# ci/matrix: a column for each kernel, also for one without a record.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  matrix=$BATS_TEST_DIRNAME/../matrix
  kernel=$("$BATS_TEST_DIRNAME/../fetch-kernel" uml/6.1 2>/dev/null) ||
    skip "needs uml/6.1: ci/fetch-kernel uml/6.1"
  cd "$BATS_TEST_TMPDIR" || return
  ln -s "$kernel" linux.uml
  printf '#!/usr/bin/env bash\n# User Mode Linux\nexec "%s/linux.uml" "$@" rdinit=/nowhere\n' \
    "$PWD" >panics
  chmod +x panics
}

@test "one that runs, one that panics, one that cannot be had, and the running one" {
  run --separate-stderr "$matrix" uml/6.1 panics nowhere --keep kept
  assert_failure 99
  assert_line --index 0 --regexp '^ 1  uml-6\.1 +6\.1\.[^ ]+ x86_64 .* 0 failed, 0 broken'
  assert_line --index 1 --regexp '^ 2  running '
  assert_line --index 2 --regexp '^ 3  panics +no record +panicked: Kernel panic - not'
  assert_line --index 3 --regexp '^ 4  nowhere +no record .*is not a file'
  assert [ -s kept/uml-6.1.json ]
  assert [ -s kept/panics.console ]

  # A record of an earlier run is not a result of this run.
  cp kept/uml-6.1.json kept/panics.json
  run --separate-stderr "$matrix" panics --keep kept --format markdown
  assert_failure 99
  assert_line --index 0 --regexp '^\| experiment \| 1: running [^|]* \| 2: panics no record \|$'
  assert_line --partial "panics: panicked: Kernel panic"
  refute [ -e kept/panics.json ]
}

@test "what it cannot do is said before anything is booted" {
  local words
  for words in "--format yaml" "--format" "--html $PWD/nowhere/page" "--frob"; do
    # shellcheck disable=SC2086
    run --separate-stderr "$matrix" panics --keep kept $words
    assert_failure 2
    output=$stderr assert_output --partial "matrix: "
    refute [ -e kept ]
  done
}

@test "TERM ends the machines too, and leaves no file" {
  local status=0
  mkdir tmp
  mkfifo started
  # The process of a machine leaves the group of ci/boot, as that of User-Mode Linux does.
  cat >stays <<'END'
#!/usr/bin/env bash
# /linux.uml" "$@"
echo >"${0%/*}/started"
exec setsid bash -c 'exec -a "$0 $*" sleep 1000' "$0" "$@"
END
  chmod +x stays
  TMPDIR=$PWD/tmp "$matrix" "$PWD/stays" >/dev/null 2>&1 3>&- &
  read -rt 60 <>started
  kill "$!"
  wait "$!" || status=$?
  assert_equal "$status" 143
  refute pgrep -f "$PWD/stays"
  run ls tmp
  assert_output ""
}
