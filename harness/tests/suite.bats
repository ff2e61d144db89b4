# The suite as a whole: every check in it can fail, and it shows what it says.

setup() {
  load common
  build=$(dirname "$PIDLAB")
  source=$(readlink -f "$build/source")
}

# known_keys PREFIX TOML: prints the keys that the reader expects in place of
# the key "unknown" in TOML, each with the prefix.
known_keys() {
  expect observes_one "$2"
  in_suite list
  # shellcheck disable=SC2154 # run sets it
  sed -n "s/.*unknown key \"unknown\".*; expected one of: //p" <<<"$stderr" |
    sed "s/, /\n/g" | sed "s/^/$1/"
}

@test "expected/README.md has a row for every key that pidlab reads, and no other" {
  make_suite observes_one
  local readme=$source/../expected/README.md
  local all="unknown = 1" expect="expect.caller.x = 1" in_changed
  in_changed="in = '6.1', because = 'b', expect.x = 1"
  {
    known_keys "" "$all"
    known_keys needs. "needs.$all"
    known_keys kernel. "kernel = [{ $all }]"
    known_keys cast.ACTOR. "cast.init = { $all }"
    known_keys expect.NAME. "expect.x = { $all }"
    known_keys changed. "$expect
      changed = [{ $in_changed, $all }]"
    known_keys errata. "$expect
      errata = [{ $all }]"
    question observes_one "$all"
    known_keys EXPERIMENT. "$expect"
  } | sort >"$BATS_TEST_TMPDIR/known"
  sed -nE 's/^\| `([^`]+)` .*/\1/p' "$readme" | sort |
    diff "$BATS_TEST_TMPDIR/known" -
}

@test "a process whose birth is observed is waited for only if it was born: a FAIL does not hang" {
  run perl -0ne 'while (/outcome\((\w+)\)/g) {
      my $child = $1;
      next unless /waitpid\($child\b/;
      print "$ARGV: $child\n" unless /\b$child (== -1|!= -1|> 0)/;
    }' "$source"/*/*.cpp
  assert_output ""
}

@test "every check can fail: no experiment passes with one observation changed or lost" {
  local record=$BATS_TEST_TMPDIR/record.json i how
  "$PIDLAB" run --record "$record" >/dev/null
  # To break "differs_from", a value is made equal to the other one.
  local changed='[{name: $n, pid: 1, ms: 0, value:
      ((($row.expected | capture("^differs from (?<other>[^,]+)(, differs.*)?$") | .other)
        as $other | .[] | select(.name == $other) | .value) // "changed")}]'
  local lost='if $row.expected == "absent"
      then [{name: $n, pid: 1, ms: 0, value: 0}] else [] end'
  for ((i = 0; ; ++i)); do
    # Expectation number i of each experiment that passed.
    jq --argjson i "$i" '.experiments |= map(
        select(.verdict == "PASS" and .expectations[$i]))' \
      "$record" >"$BATS_TEST_TMPDIR/one.json"
    [ "$(jq '.experiments | length' "$BATS_TEST_TMPDIR/one.json")" -gt 0 ] || break
    for how in "$changed" "$lost"; do
      jq --argjson i "$i" '.experiments |= map(
          .expectations[$i] as $row | $row.name as $n
          | .observations |= map(select(.name != $n)) + ('"$how"'))' \
        "$BATS_TEST_TMPDIR/one.json" >"$BATS_TEST_TMPDIR/changed.json"
      run "$PIDLAB" judge "$BATS_TEST_TMPDIR/changed.json"
      # A kernel that is older than the behavior may do anything.
      refute_line --regexp '^ok [^#]*($|# SKIP needs [^L])'
      assert_line --regexp '^not ok'
    done
  done
  [ "$i" -gt 3 ]
}

@test "no experiment writes to standard error" {
  run "$PIDLAB" run --format json
  run jq -c '.experiments[] | select(.stderr != "") | [.name, .stderr]' \
    <<<"$output"
  assert_output ""
}

@test "the README's transcript is what the program prints, but for what varies" {
  need_root
  local name=setns_does_not_move_caller
  run diff <(sed -n "/^\$ sudo.*$name/,/^\`\`\`/p" "$source/../README.md" |
    sed -E '1d; $d; s/[0-9]{3,}/N/') \
    <("$build/experiments/membership/$name" | sed -E 's/[0-9]{3,}/N/')
  assert_output ""
}

@test "the transcripts in the teacher's guide and the exercises are what the programs print" {
  need_root
  need_no_chroot # for unshare -r
  run "$source/../ci/transcripts" --check "$build" "$source/TEACHING.md" \
    "$source"/exercises/*/task.md
  assert_output ""
}

# The system calls that the claims are about. A std::thread is a clone3 of the
# library.
about_processes='clone|kill|mount|umount2|unshare|setns|wait4|waitid|reboot|prctl|ioctl|ptrace|setsid|setpgid|setpriority|capset'

# system_calls: prints the names of all system calls of this machine.
system_calls() {
  c++ -E -dM -x c++ -include sys/syscall.h /dev/null |
    sed -nE 's/^#define __NR_(\w+) .*/\1/p'
}

# calls_in FILE: prints the system calls in its code, by their names in the
# kernel. Member functions and variables are not calls. pause and sched_yield
# are left out: a process that waits to be killed may be killed before it calls
# pause, and one that waits for another may find that it need not wait.
calls_in() {
  sed 's,//.*,,' "$1" | grep -oP '\bSYS_\K\w+|(?<![.\w])(?<!Fd )\w+(?=\()' |
    sed -E 's/^fork$/clone/; s/^waitpid$/wait4/; s/^open$/openat/
      s/^p(read|write)$/&64/; s/^[fl]?stat$/newfstatat/; s/^[gs]etrlimit$/prlimit64/
      s/^mknod$/mknodat/; s/^semop$/semtimedop/; s/^signalfd$/signalfd4/' |
    grep -xFf "$BATS_TEST_TMPDIR/known" | grep -vxE 'pause|sched_yield' | sort -u
}

@test "under strace, an experiment makes the calls of its file, and no others about processes" {
  need_root
  need_no_chroot
  local name trace=$BATS_TEST_TMPDIR/trace file=$BATS_TEST_TMPDIR/file
  system_calls >"$BATS_TEST_TMPDIR/known"
  "$PIDLAB" run --format json |
    jq -r '.experiments[] | select(.verdict == "PASS") | "\(.chapter)/\(.name)"' \
      >"$BATS_TEST_TMPDIR/names"
  assert [ -s "$BATS_TEST_TMPDIR/names" ]
  while read -r name; do
    # A process cannot have a second tracer.
    if grep -q 'ptrace(' "$source/$name.cpp"; then continue; fi
    # A traced init is not protected from SIGSTOP, and survives its own fault,
    # so three experiments do not end: their trace until the timeout is
    # enough.
    timeout --foreground -s KILL 10 unshare --pid --fork --kill-child --mount-proc \
      strace -f -o "$trace" "$build/experiments/$name" >/dev/null || true
    sed -nE 's/^[0-9]+ +(<\.\.\. )?(\w+)(\(| resumed).*/\2/p' "$trace" |
      sort -u >"$trace.calls"
    calls_in "$source/$name.cpp" >"$file"
    run comm -23 "$file" "$trace.calls"
    assert_equal "not in the trace of $name: $output" "not in the trace of $name: "
    # experiment.h and the library must not make further calls about
    # processes.
    run comm -13 "$file" <(grep -xE "$about_processes" "$trace.calls")
    assert_equal "not in the file of $name: $output" "not in the file of $name: "
  done <"$BATS_TEST_TMPDIR/names"
}

@test "no experiment has a constructor at namespace scope: each of them would run it" {
  # pidlab-static has all experiments in one program.
  local objects
  mapfile -t objects < <(find "$build/experiments" -name '*.cpp.o' -not -path '*/exercises/*')
  assert [ ${#objects[@]} -gt 0 ]
  readelf --wide --sections "${objects[@]}" | grep -E '^File:|\.init_array' >"$BATS_TEST_TMPDIR/sections"
  run grep --before-context 1 --fixed-strings .init_array "$BATS_TEST_TMPDIR/sections"
  assert_output ""
}

@test "the whole suite five times, shuffled, four at a time: the same verdicts" {
  run "$PIDLAB" run --repeat 5 --shuffle 1 --jobs 4 --format json
  run jq -c '[.experiments[] | select(.tally | length > 1) | [.name, .tally]]' \
    <<<"$output"
  assert_output '[]'
}
