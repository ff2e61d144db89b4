# The experiments that destroy the machine, in machines that are started for them.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  here=${BATS_TEST_FILENAME%/*}
  boot=$here/../boot
  record=$BATS_TEST_TMPDIR/record.json
}

# need_kernel SPEC: skips the test if SPEC is not in the cache and cannot be fetched.
need_kernel() {
  "$here/../fetch-kernel" "$1" >/dev/null 2>&1 ||
    skip "needs $1: ci/fetch-kernel $1"
}

@test "in QEMU all pass, and each would FAIL if the machine ended in another way" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" --destructive debian/6.1 --record "$record"
  assert_success
  assert_line --regexp '^# Totals: pass:[0-9]+ fail:0 skip:[0-9]+ error:0$'
  local line
  for line in "${lines[@]}"; do
    # Debian's kernel has DAMON since 6.12.
    [[ $line != *"# SKIP"* || $line =~ "needs Linux "|"needs the system call"|"with CONFIG_DAMON_SYSFS;" ]] ||
      fail "skipped for another reason: $line"
  done

  local key
  for key in machine.said machine.ended; do
    jq --arg key "$key" '.experiments |= map(
        select(any(.observations[]; .name == $key))
        | .observations |= map(if .name == $key then .value = "other" else . end))' \
      "$record" >"$record.other"
    run "$PIDLAB_STATIC" judge "$record.other"
    assert_failure 1
    assert_line "# Totals: pass:0 fail:$(jq '.experiments | length' "$record.other") skip:0 error:0"
  done
}

@test "in User-Mode Linux all pass, except those that are skipped" {
  need_kernel uml/6.1
  run --separate-stderr "$boot" --destructive uml/6.1
  assert_success
  assert_line --regexp '^# Totals: pass:[0-9]+ fail:0 skip:[0-9]+ error:0$'
  assert_line --regexp "^ok [0-9]+ reboot.reboot_restart_restarts_the_machine$"
  assert_line --regexp "^ok [0-9]+ init.root_init_death_panics$"
}

@test "a machine that does not end after its panic is a FAIL" {
  need_kernel debian/6.1
  run --separate-stderr "$boot" --destructive debian/6.1 --timeout 30 \
    --append panic=0 -- root_init_death_panics
  assert_failure 1
  assert_line '# init.root_init_death_panics: machine.ended: expected "panic", observed "none"'
}

@test "--destructive refuses experiments that do not destroy the machine" {
  need_kernel uml/6.1
  run --separate-stderr "$boot" --destructive uml/6.1 -- orphans
  assert_failure 2
  output=$stderr assert_output --partial "none of these experiments"
}
