# pidlab diagnose: for each rule a scene that has the fault, and a neighbor that
# nearly has it.

setup() {
  load common
}

# scene SCRIPT: runs it below an init without a fault, with these functions:
#   found RULE [PID...]    prints the PIDs that the rule finds
#   child PARENT COMM      waits for a child with that name, and prints its PID
#   state PID LETTER       waits until the process is in that state
#   inits COMMAND...       starts it as the init of a new PID namespace, waits
#                          until it has become a program named sleep, or has
#                          started one, and sets $init
scene() {
  in_namespaces "trap : TERM INT
    "'
    found() {
      "$PIDLAB" diagnose --json "${@:2}" >"$BATS_TEST_TMPDIR/found"
      jq -r --arg rule "$1" ".findings[] | select(.rule == \$rule).pid" "$BATS_TEST_TMPDIR/found"
    }
    child() { until pgrep -P "$1" -x "$2"; do :; done; }
    state() { until grep -q "^State:.$2" "/proc/$1/status"; do :; done; }
    inits() {
      unshare --pid --fork --mount-proc setsid "$@" 2>/dev/null &
      until init=$(pgrep -P "$!") &&
        { [ "$(cat "/proc/$init/comm")" = sleep ] || pgrep -P "$init" -x sleep; }; do :; done >/dev/null
    }
    '"$1"
}

@test "an init without a handler for SIGTERM, or that ignores it; one with a handler, or that blocks it" {
  scene '
    inits sleep 1000; echo "$init"
    inits env --ignore-signal=TERM sleep 1000; echo "$init"
    inits env --block-signal=TERM sleep 1000
    inits bash -c "trap : TERM; sleep 1000; :"
    found discarded_sigterm'
  assert_success
  assert_equal "${#lines[@]}" 4
  assert_equal "${lines[*]:0:2}" "${lines[*]:2}"
}

@test "a zombie of an init that does not wait; one of an init that does" {
  scene '
    mkfifo "$BATS_TEST_TMPDIR/gate"
    inits bash -c "read -r <\"\$BATS_TEST_TMPDIR/gate\" & exec sleep 1000"
    zombie=$(child "$init" bash)
    echo >"$BATS_TEST_TMPDIR/gate"
    state "$zombie" Z
    echo "$init"
    inits bash -c "true & sleep 1000; :"
    found zombies_of_init'
  assert_success
  assert_equal "${#lines[@]}" 2
  assert_equal "${lines[0]}" "${lines[1]}"
}

@test "a stopped init will not reap: the exit status is 1; a stopped member" {
  scene '
    inits bash -c "trap : TERM; sleep 1000; :"
    member=$(child "$init" sleep)
    kill -STOP "$member"; state "$member" T
    found stopped_init; "$PIDLAB" diagnose "$init" >/dev/null; echo "$?"
    kill -STOP "$init"; state "$init" T
    [ "$(found stopped_init)" = "$init" ]; "$PIDLAB" diagnose "$init"; echo "$?"'
  assert_success
  assert_line --index 0 0
  assert_line --regexp '^will fail: PID [0-9]+ \(bash\) is an init, and is stopped\.$'
  assert_line --regexp '^  evidence    /proc/[0-9]+/status: State T$'
  assert_line --partial member_sigcont_resumes_stopped_init
  assert_equal "${lines[-1]}" 1
}

@test "a process whose next fork fails, because the init for its children has ended; one whose init lives" {
  scene '
    unshare --pid bash -c "true & wait; exec sleep 1000" & dead=$!
    unshare --pid bash -c "sleep 1000 & exec sleep 1000" & alive=$!
    for pid in $dead $alive; do until [ "$(cat /proc/$pid/comm)" = sleep ]; do :; done; done
    [ "$(found children_in_a_dead_namespace)" = "$dead" ] &&
    [ "$(found children_elsewhere)" = "$alive" ] &&
    ! "$PIDLAB" diagnose && echo right'
  assert_success
  assert_line right
  assert_line --partial fork_fails_once_first_child_is_dead
}

@test "an init that waits for a zombie whose parent is outside; one that waits for nothing" {
  scene '
    inits sleep 1000
    nsenter --target "$init" --pid --no-fork bash -c "sleep 1000 & exec sleep 1000" & outside=$!
    member=$(child "$outside" sleep)
    until [ "$(cat /proc/$outside/comm)" = sleep ]; do :; done
    found init_that_cannot_end
    kill -KILL "$init"
    state "$member" Z
    [ "$(found init_that_cannot_end)" = "$init" ] && echo right
    kill -KILL "$outside"'
  assert_success
  assert_output right
}

@test "a /proc of another PID namespace; one of its own" {
  scene '
    unshare --pid --fork sleep 1000 & init=$(child $! sleep)
    [ "$(found foreign_proc)" = "$init" ] && echo right
    inits sleep 1000
    nsenter --target "$init" --mount sleep 1001 & joined=$!
    until [ "$(cat /proc/$joined/comm)" = sleep ]; do :; done
    [ "$(found foreign_proc | tail -n 1)" = "$joined" ] && echo right
    found foreign_proc "$init"'
  assert_success
  assert_output $'right\nright'
}

@test "a namespace that only a file keeps; one that also has a process" {
  scene '
    mount -t tmpfs none /mnt && touch /mnt/dead /mnt/alive
    inits sleep 1000
    mount --bind "/proc/$init/ns/pid" /mnt/alive
    exec 7<"/proc/$init/ns/pid"
    found kept_namespace
    inits sleep 1000
    mount --bind "/proc/$init/ns/pid" /mnt/dead
    kill -KILL "$init"; wait "$!"
    [ "$(found kept_namespace)" = 1 ] &&
      jq -r ".findings[] | select(.rule == \"kept_namespace\").evidence[].value" "$BATS_TEST_TMPDIR/found"
    umount /mnt/dead
    inits sleep 1000
    exec 8<"/proc/$init/ns/pid"
    kill -KILL "$init"; wait "$!"
    [ "$(found kept_namespace)" = 1 ] && echo right'
  assert_success
  assert_line --index 0 --regexp '^pid:\[[0-9]+\] is mounted on /mnt/dead$'
  assert_line --index 1 right
}

@test "a group that is led from outside; one that is not" {
  scene '
    unshare --pid --fork --mount-proc sleep 1000 & outside=$(child $! sleep)
    inits sleep 1000
    [ "$(found group_outside | tail -n +2)" = "$outside" ] && echo right'
  assert_success
  assert_output right
}

@test "what is only for information: a covered /proc, hidepid, no_new_privs" {
  scene '
    inits bash -c "trap : TERM; mount --bind /dev/null /proc/loadavg; sleep 1000; :"; covered=$init
    inits bash -c "trap : TERM; mount -o remount,hidepid=2 /proc; sleep 1000; :"; hidden=$init
    inits setpriv --no-new-privs bash -c "trap : TERM; sleep 1000; :"; restricted=$init
    inits bash -c "trap : TERM; sleep 1000; :"
    [ "$(found covered_proc)" = "$covered" ] && [ "$(found hidepid)" = "$hidden" ] &&
    [ "$(found restricted_init)" = "$restricted" ] && echo right
    jq -r ".findings[].severity" "$BATS_TEST_TMPDIR/found" | sort -u'
  assert_success
  assert_output $'right\nfor information'
}

@test "a tracer outside of the namespace; one inside" {
  command -v strace >/dev/null || skip "needs strace"
  scene '
    inits bash -c "strace -o /dev/null sleep 1001 & sleep 1000; :"
    strace -qq -o /dev/null -p "$init" &
    until [ "$(found tracer_outside)" = "$init" ]; do :; done
    echo right; kill %2'
  assert_success
  assert_output right
}

@test "an ordinary tree of processes has nothing that fails or surprises" {
  scene '
    inits bash -c "trap : TERM INT; true; (sleep 1000; :) & sleep 1000; :"
    setsid bash -c "sleep 1000 | sleep 1000" &
    if command -v bwrap >/dev/null; then
      bwrap --bind / / --dev /dev --proc /proc --unshare-pid sleep 1000 & child $! bwrap
    fi >/dev/null
    "$PIDLAB" diagnose --json | jq -r ".findings[] | select(.severity != \"for information\")"'
  assert_success
  assert_output ""
}

@test "ns PID draws the tree with the findings in place" {
  scene '
    inits sleep 1000
    "$PIDLAB" ns $$ | sed -n "/^its PID/,\$p"'
  assert_success
  assert_line --regexp '^pid:\[[0-9]+\]  [0-9]+ processes$'
  assert_line --regexp '^  pid:\[[0-9]+\]  1 process$'
  assert_line --regexp '^ +[0-9]+ +1 sleep$'
  assert_line --partial 'may surprise: PID'
}

@test "an ordinary user: what may be read is judged, and the message says what was not" {
  need_root
  scene '
    mount -t tmpfs -o mode=755 none /mnt && cp "$PIDLAB" /mnt && chmod 755 /mnt/pidlab
    inits sleep 1000
    user="setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all"
    $user /mnt/pidlab diagnose
    $user /mnt/pidlab diagnose "$init"; echo "status $?"
    $user unshare --user --pid --fork sleep 1000 & own=$(child $! sleep)
    $user /mnt/pidlab diagnose "$own"; echo "status $?"'
  assert_success
  assert_line --regexp '^may surprise: PID [0-9]+ \(sleep\) is an init, and does not have a handler'
  assert_line --regexp '^pidlab: The namespaces and the /proc of [0-9]+ processes cannot be read: run as root, or with CAP_SYS_PTRACE$'
  assert_line --regexp '^pidlab: PID [0-9]+: its namespaces cannot be read: run as root, or with CAP_SYS_PTRACE$'
  assert_line "status 2"
  assert_line --regexp '^may surprise: The /proc of PID [0-9]+ \(sleep\) belongs to another PID( namespace\.)?$'
  assert_equal "${lines[-1]}" "status 0"
}

@test "root in a Landlock domain, and in a user namespace: the message says what forbids to read" {
  need_root
  # landlock_create_ruleset and landlock_restrict_self: the domain may not make
  # block devices, and may not read what is outside of it.
  export in_domain='$attr = pack("Q", 1 << 11); $rules = syscall(444, $attr, 8, 0);
    $rules >= 0 && syscall(446, $rules, 0) == 0 && exec(@ARGV); exit 1'
  perl -e "$in_domain" true || skip "needs Landlock"
  scene '
    inits sleep 1000
    perl -e "$in_domain" "$PIDLAB" diagnose
    perl -e "$in_domain" "$PIDLAB" diagnose "$init"
    perl -e "$in_domain" "$PIDLAB" ns "$init"
    unshare --user --map-root-user "$PIDLAB" diagnose "$init"
    true'
  assert_success
  local why="a security module forbids it, although pidlab has CAP_SYS_PTRACE"
  assert_line --regexp "^pidlab: The namespaces and the /proc of [0-9]+ processes cannot be read: $why\$"
  assert_equal "$(grep -cE "^pidlab: PID [0-9]+: its namespaces cannot be read: $why\$" <<<"$output")" 2
  assert_line --regexp '^pidlab: PID [0-9]+: its namespaces cannot be read: run as root outside of this user namespace$'
}

@test "lines have at most 80 columns" {
  scene 'inits sleep 1000; PIDLAB_AS=ci/lab "$PIDLAB" diagnose | awk "length > 80" ; echo end'
  assert_output end
}

@test "bad arguments" {
  run "$PIDLAB" diagnose 999999999
  assert_failure 2
  assert_output "pidlab: PID 999999999: no such process"
  run "$PIDLAB" diagnose x
  assert_failure 2
  assert_output --partial "expected a PID"
}
