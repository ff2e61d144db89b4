# The negative control: gVisor is not Linux, and pidlab has to find the differences.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  boot=${BATS_TEST_FILENAME%/*}/../boot
  command -v runsc >/dev/null || skip "needs gVisor: apt-get install runsc"
  run runsc --rootless --network=none "do" true
  [ "$status" -eq 0 ] || skip "gVisor does not run here: ${lines[0]-}"
}

@test "the known experiments FAIL on gVisor, no others do, and none is BROKEN" {
  local record=$BATS_TEST_TMPDIR/record.json
  run --separate-stderr "$boot" --runsc --record "$record"
  assert_failure 1
  assert_line --index 1 --regexp '^# Linux [0-9.]+-gvisor x86_64, cell none$'
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:[1-9][0-9]* skip:[0-9]+ error:0$'

  [[ $(runsc --version) == *20221219* ]] ||
    skip "the list is not for this version of gVisor: $(runsc --version)"
  run "$PIDLAB_STATIC" report --score "$record" \
    --known "${BATS_TEST_FILENAME%/*}/../kernels/gvisor.toml"
  assert_success
  refute_output --partial "does not differ"
}

@test "a sandbox that hangs is killed, with all of its processes and files" {
  run --separate-stderr env TMPDIR="$BATS_TEST_TMPDIR" \
    "$boot" --runsc --timeout 2 -- --repeat 100000
  assert_failure 99
  output=$stderr assert_output --partial "gvisor did not finish within 2 s"
  refute pgrep -f "runsc.*$BATS_TEST_TMPDIR"
  assert_equal "$(find "$BATS_TEST_TMPDIR" -name 'tmp.*')" ""
}

@test "an error message of pidlab in the sandbox is shown" {
  run --separate-stderr "$boot" --runsc -- --cell user
  assert_failure 99
  output=$stderr assert_output --partial 'pidlab: '
}

@test "--dry-run shows the command; two kernels are refused" {
  run --separate-stderr "$boot" --runsc --dry-run -- orphans
  assert_success
  assert_output --regexp ' runsc --rootless .* run --cell none .* orphans $'
  run --separate-stderr "$boot" --runsc debian/6.1
  assert_failure 2
}
