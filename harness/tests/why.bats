# pidlab why: from the words of a message to the rule.

setup() {
  load common
}

@test "a message finds its symptom: meaning, remedy, experiments, and the words that matched" {
  run "$PIDLAB" why 'bash: fork: Cannot allocate memory'
  assert_success
  assert_line --index 0 "fork: Cannot allocate memory"
  assert_line --regexp '^  means     '
  assert_line --regexp '^  do        '
  assert_line "  shown by  fork_fails_once_first_child_is_dead"
  assert_line "  matched   bash, fork, ENOMEM"
  refute_output --regexp 'No symptom'
}

@test "numbers, PIDs, paths, dates and programs of another machine do not matter" {
  local log="2031-02-03T04:05:06.789Z host-17 dockerd[99]: level=error msg=\"x\"
2031-02-03T04:05:07.001Z host-17 foo[4242]: at 0x7ffd12345678 in /opt/foo/bin/bar.so
runtime: failed to create new OS thread (have 7 already; errno=22)
2031-02-03T04:05:07.002Z host-17 foo[4242]: see /var/log/foo/4242.log"
  run "$PIDLAB" why "$log"
  assert_success
  assert_line --index 0 "pthread_create fails with EINVAL"
}

@test "an error by its name, its number and its description is one word" {
  local words
  for words in "pthread_create EINVAL" "pthread_create errno 22" "pthread_create: errno=22" \
    "pthread_create: Invalid argument" "pthread_create INVALID ARGUMENT"; do
    run "$PIDLAB" why "$words"
    assert_success
    assert_line --index 0 "pthread_create fails with EINVAL"
    assert_line --regexp '^  matched .*EINVAL'
  done
}

@test "spelling is tolerated" {
  run "$PIDLAB" why supervvisor 'reapped unknoown pid'
  assert_success
  assert_line --index 0 "reaped unknown pid"
}

@test "words may look like options, and come from standard input" {
  run "$PIDLAB" why kill -9 1
  assert_success
  assert_line --index 0 "kill -9 1 in a container does nothing, and says nothing"
  run "$PIDLAB" why <<<"kill -9 1"
  assert_line --index 0 "kill -9 1 in a container does nothing, and says nothing"
  run "$PIDLAB" why - <<<"kill -9 1"
  assert_line --index 0 "kill -9 1 in a container does nothing, and says nothing"
}

@test "a claim is found if no symptom has its words" {
  run "$PIDLAB" why listns lists only that PID namespace
  assert_success
  assert_line --index 0 "In a child PID namespace, listns() lists only that PID namespace."
  assert_line "  shown by  listns_in_a_child_lists_only_its_namespace"
}

@test "at most three answers" {
  run "$PIDLAB" why container
  run grep -c '^  matched ' <<<"$output"
  assert_output 3
}

@test "nothing fits: the nearest, and exit 1" {
  run -1 "$PIDLAB" why "nginx: connection refused while connecting to a client"
  assert_line --index 0 "No symptom or experiment fits. The nearest:"
  assert_line --regexp '^  matched '
  run -1 "$PIDLAB" why 4711 0x1234
  assert_output "No symptom or experiment has any of these words."
  run -1 "$PIDLAB" why --json 4711
  assert_output "[]"
}

@test "JSON has the same" {
  run "$PIDLAB" why --json fork: Cannot allocate memory
  assert_success
  run jq -r '.[0] | .see, .fits, .shown_by[0].name, (.matched | join(" ")), (keys_unsorted | join(" "))' <<<"$output"
  assert_output "fork: Cannot allocate memory
true
fork_fails_once_first_child_is_dead
fork ENOMEM
see means do shown_by not_shown matched fits"
}

@test "a symptom without an experiment says why" {
  run "$PIDLAB" why "Unable to get pid of LinuxThreads manager thread"
  assert_success
  assert_line --regexp '^  not shown No experiment shows this: '
}

@test "a terminal as standard input, and no words: what is expected" {
  script -qec true /dev/null >/dev/null 2>&1 ||
    skip "needs terminals: mount devpts on /dev/pts"
  run -2 script -qec "$PIDLAB why" /dev/null
  assert_output --partial "why: expected the words of a message, or a message on standard input"
}

@test "texts fit 80 columns" {
  run "$PIDLAB" why container
  assert_line --regexp '^.{60}'
  refute_line --regexp '^.{81}'
}

@test "a log of a megabyte hides no message" {
  yes 'Nov 28 11:55:24 host kernel: [12345.6789] foo[4711]: some failurre of thinng zpxq at 0x7ffd' |
    head -12000 >"$BATS_TEST_TMPDIR/log"
  echo "INFO reaped unknown pid 38" >>"$BATS_TEST_TMPDIR/log"
  run "$PIDLAB" why <"$BATS_TEST_TMPDIR/log"
  assert_success
  assert_line --index 0 "reaped unknown pid"
}
