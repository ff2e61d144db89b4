# Whatever an experiment does, its result has a reason, and no process is left.

setup() {
  load common
}

# broken_because NAME REASON [ARGUMENTS]
broken_because() {
  make_suite "$1"
  in_suite run --format pretty "${@:3}"
  assert_equal "$status" 99
  assert_output --partial "BROKEN $1"
  assert_output --partial "$2"
  assert none_of_suite
}

@test "an experiment that exits with an error is BROKEN" {
  broken_because exits_3 "exited with status 3"
}

@test "an experiment whose set-up fails is BROKEN, with its line and errno" {
  broken_because cannot_set_up "ENOENT"
  assert_output --regexp "misbehave.cpp:[0-9]+: ENOENT"
}

@test "an experiment whose child gives up is ended at once, and its standard error is kept" {
  local start=$SECONDS
  broken_because child_gives_up "the child gave up" --timeout 60
  assert [ $((SECONDS - start)) -lt 30 ]
  in_suite run --format json
  assert_equal "$(jq -r '.experiments[0].stderr' <<<"$output")" "it hurts"
}

@test "an experiment that crashes is BROKEN" {
  broken_because segfaults "killed by SIGSEGV"
}

@test "an experiment that hangs is BROKEN after its deadline" {
  broken_because hangs "still running after 0.2 s" --timeout 0.2
}

@test "a hang in a bare cell is ended as well" {
  broken_because hangs "still running after 0.2 s" --timeout 0.2 --cell none
}

@test "an experiment that leaves a daemon is BROKEN, and the daemon is ended" {
  broken_because daemonizes "left a process behind"
}

@test "a daemon of a bare experiment is ended as well" {
  broken_because daemonizes "left a process behind" --cell none
}

@test "an experiment that forks without end is BROKEN, and all are ended" {
  broken_because forks_without_end "created more than 1024 processes"
}

@test "an experiment that forks without end in a bare cell: all are ended, a generation at a time" {
  make_suite forks_without_end
  in_namespaces 'strace -f --seccomp-bpf -o "$BATS_TEST_TMPDIR/trace" -P /proc \
    -e trace=openat "$PIDLAB" --suite "$suite" run --cell none --timeout 1'
  # strace uses a seccomp filter, which excuses the experiment.
  assert_equal "$status" 77
  assert_output --partial "still running after 1 s"
  assert none_of_suite
  # It doubles eleven times.
  run grep -c '"/proc",' "$BATS_TEST_TMPDIR/trace"
  assert [ "$output" -lt 100 ]
}

@test "an experiment that stops the init of its bare cell is BROKEN, and both are ended" {
  broken_because stops_its_init "still running after 0.2 s" --timeout 0.2 --cell none
}

@test "an experiment that floods its output is BROKEN" {
  broken_because floods "twice"
}

@test "an experiment that floods standard error is BROKEN" {
  broken_because floods_stderr "wrote more than 256 KiB"
}

@test "an experiment that reboots its cell is BROKEN" {
  broken_because reboots_its_cell "the init of its cell was killed by SIGHUP"
}

@test "a child that falls through its branch is BROKEN" {
  broken_because child_falls_through "observed caller.x twice: observe each name once; a child must call _exit"
}

@test "an observation that the expectation does not list is BROKEN" {
  broken_because observes_the_unlisted "observed caller.secret"
}

@test "a line that is not an observation is BROKEN, and is quoted" {
  broken_because prints_prose 'wrote "hello\u000a"'
}

@test "half a line is BROKEN" {
  broken_because writes_half_a_line 'wrote "caller.x = "'
}

@test "a program that is not there is BROKEN" {
  make_suite exits_at_once
  rm "$suite/experiments/bad/exits_at_once"
  in_suite run --format pretty
  assert_equal "$status" 99
  assert_output --partial "exits_at_once: ENOENT"
}

@test "a file that is not a program is BROKEN" {
  make_suite exits_at_once
  rm "$suite/experiments/bad/exits_at_once"
  echo nonsense >"$suite/experiments/bad/exits_at_once"
  chmod +x "$suite/experiments/bad/exits_at_once"
  in_suite run --format pretty
  assert_equal "$status" 99
  assert_output --partial "exits_at_once: ENOEXEC"
}

@test "a failure is reported with what the experiment wrote to standard error" {
  make_suite complains
  in_suite run --format pretty
  assert_equal "$status" 1
  assert_output --partial "stderr     it hurts"
}

@test "none of these leaves a process or a mount" {
  local before
  before=$(mounts)
  make_suite exits_3 cannot_set_up hangs segfaults daemonizes floods \
    floods_stderr reboots_its_cell child_falls_through
  in_suite run --timeout 0.2 --jobs 4
  assert_equal "$status" 99
  assert none_of_suite
  assert_equal "$(mounts)" "$before"
}

@test "a wrong observation is a FAIL with its claim, expectation, why and references" {
  make_suite observes_two
  expect observes_two 'expect.caller.x = 1
man = ["fork(2)"]
kernel = [{ file = "kernel/fork.c", symbol = "copy_process", read_at = "7.2" }]'
  in_suite run --format pretty
  assert_equal "$status" 1
  assert_output --partial "claim      It observes_two."
  assert_output --partial "expected   caller.x = 1"
  assert_output --partial "observed   caller.x = 2"
  assert_output --partial "why        So it is."
  assert_output --partial "man page   fork(2)"
  assert_output --partial "kernel     kernel/fork.c: copy_process (Linux 7.2)"
}

@test "an observation that is missing is a FAIL" {
  make_suite exits_at_once
  in_suite run --format pretty
  assert_equal "$status" 1
  assert_output --partial "caller.x: expected 1, observed nothing"
}
