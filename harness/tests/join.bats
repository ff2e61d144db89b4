# pidlab join: the runs that ended their machines become runs of the record.

setup() {
  load common
  command -v jq >/dev/null || skip "needs jq"
  name=root_init_death_panics
  record=$BATS_TEST_TMPDIR/record.json written=$BATS_TEST_TMPDIR/lines
  "$PIDLAB" run --record "$record" init/$name >/dev/null || [ $? -eq 77 ]
  # As ci/boot --destructive gets it from the first machine.
  jq '.experiments[0].ending_reason = "needs to be the init of a machine, and ends that machine: run ci/boot --destructive KERNEL"' \
    "$record" >"$record.new"
  mv "$record.new" "$record"
  said="Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000000"
}

join_with() {
  run "$PIDLAB" join "$record" "$name" "$written" --said "$said" --ended "$1"
}

# of_record FILTER: what jq finds in the run.
of_record() {
  run jq -r ".experiments[0] | $1" "$record"
}

@test "it lists what waits for a machine of its own, and no longer what was joined" {
  run "$PIDLAB" join "$record"
  assert_success
  assert_output "$name"
  echo 'caller.pid = 1' >"$written"
  join_with panic
  assert_success
  run "$PIDLAB" join "$record"
  assert_success
  assert_output ""
  join_with panic
  assert_failure 2
}

@test "what it wrote and how it ended is judged" {
  printf 'caller.ns = 4026531836\r\ncaller.pid = 1\r\n' >"$written"
  join_with panic
  of_record '.observations[] | "\(.name) \(.value)"'
  assert_output "caller.ns 4026531836
caller.pid 1
machine.said $said
machine.ended panic"
  of_record .ending
  assert_output finished
}

@test "after a restart the second life does not count; else a second line is BROKEN" {
  printf 'caller.pid = 1\ncaller.pid = 1\n' >"$written"
  cp "$record" "$record.before"
  join_with restart
  of_record '.ending, (.observations | length)'
  assert_output "finished
3"
  cp "$record.before" "$record"
  join_with panic
  of_record '.ending, .ending_reason'
  assert_output "broken
observed caller.pid twice"
}

@test "nothing, or what is not an observation: BROKEN" {
  cp "$record" "$record.before"
  : >"$written"
  join_with none
  of_record '.ending, .ending_reason'
  assert_output "broken
the machine ended before the experiment; its console: $said"
  cp "$record.before" "$record"
  echo 'Oops: 0000' >"$written"
  join_with none
  of_record .ending_reason
  assert_output --partial 'wrote "Oops: 0000'
}

@test "run --dry-run lists what would run; --require-cell runs nothing without a cell" {
  run "$PIDLAB" run --dry-run --repeat 3 "init/$name" getppid_is_zero_for_a_parent_outside
  assert_success
  assert_output "init/$name
orphans/getppid_is_zero_for_a_parent_outside"
  run setpriv --bounding-set -sys_admin "$PIDLAB" run --require-cell --cell root
  assert_failure 2
  assert_output --partial "pidlab: cannot create a cell as root"
}

# A boot that ran three of four experiments when it was cut.
part_with() {
  local experiments=(nesting/process_has_a_pid_at_every_level orphans)
  part=$BATS_TEST_TMPDIR/part all=$BATS_TEST_TMPDIR/all
  "$PIDLAB" run --jobs 1 --record /dev/stdout --format json "${experiments[@]}" |
    grep '^{"' | head -n 7 >"$part"
  printf '{"started":"orphans/%s"}\n' "$@" >>"$part"
}

@test "a boot that was cut: the experiment that was running alone is the cause" {
  part_with zombie_stays_until_init_waits
  run "$PIDLAB" join "$all" --part "$part" --why "the kernel panicked"
  assert_success
  assert_line "orphans/zombie_stays_until_init_waits"
  run jq -r '.experiments[] | select(.ending == "broken") | .name + " " + .reason' "$all"
  assert_output "zombie_stays_until_init_waits the kernel panicked"
  run jq '.not_run > 0 and .stopped == "cut"' "$all"
  assert_output true
}

@test "a boot that was cut while several ran: they have to run again" {
  part_with zombie_stays_until_init_waits orphan_is_adopted_by_init
  run "$PIDLAB" join "$all" --part "$part" --why "the kernel panicked"
  assert_success
  refute_line --partial zombie_stays
  run jq '[.experiments[] | select(.ending == "broken")] | length' "$all"
  assert_output 0
}

@test "run --except leaves experiments out" {
  run "$PIDLAB" run --dry-run nesting --except process_has_a_pid_at_every_level --except 'nesting/u*'
  assert_success
  refute_line nesting/process_has_a_pid_at_every_level
  refute_line --partial nesting/u
  run "$PIDLAB" run --dry-run nesting --except nesting
  assert_failure 2
  assert_output "pidlab: --except: no experiment is left to run"
}
