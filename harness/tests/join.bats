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
  assert_output --partial "pidlab: no cell as root"
}
