# The suite as a whole: its texts agree, and every check in it can fail.

setup() {
  load common
  build=$(dirname "$PIDLAB")
  source=$(readlink -f "$build/source")
  list=$("$PIDLAB" list --json)
}

@test "every experiment has its question, in the order of the chapter" {
  diff <(jq -r '.[] | "\(.chapter)/\(.name)"' <<<"$list") \
    <(jq -r '.[].chapter' <<<"$list" | uniq | while read -r chapter; do
      sed -nE "s,^\[(.*)\]$,$chapter/\1,p" "$source/$chapter/questions.toml"
    done)
}

@test "the right choice is at no position so often that a reader can guess it" {
  run awk '/^answer / { ++at[$3]; ++all }
    END { for (place in at) if (at[place] > 0.45 * all) print place }' \
    "$source"/*/questions.toml
  assert_output ""
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

@test "the equals signs of a block of lines are in one column" {
  # A string or an array of several lines belongs to its first line.
  run awk '
    FNR == 1 { column = 0; open = "" }
    open != "" { if ($0 ~ open) open = ""; next }
    /^$|^\[/ { column = 0 }
    /^[^#[ ][^"]* = / {
      at = index($0, " = ")
      if (column && at != column) print FILENAME ":" FNR
      column = at
    }
    /= """.*"""$/ { next }
    /= """/ { open = "\"\"\""; next }
    /= \[$/ { open = "^]" }' \
    "$source"/../expected/*/*.toml "$source"/exercises/*/expected.toml \
    "$source"/*/questions.toml
  assert_output ""
}

@test "a child in another namespace than its parent has a call that says how" {
  # Lines of [cast]: NAME = { parent = "PARENT", call = "CALL", home = "HOME" }
  run awk -F '"' '
    FNR == 1 { delete home; home["caller"] = "outer" }
    /^\[/ { in_cast = $0 == "[cast]" }
    in_cast && NF == 7 {
      split($1, name, " "); home[name[1]] = $6
      if (home[$2] != $6 && $4 !~ /NEWPID|unshare|setns/) print FILENAME, $4
    }' "$build"/expected/*/*.toml
  assert_output ""
}

@test "each line of a drawing begins with an actor, or is indented further" {
  # A formatter that joins or breaks lines would change their first words.
  local name
  jq -r '.[] | "\(.chapter)/\(.name)"' <<<"$list" | while read -r name; do
    run awk 'BEGIN { actor["caller"] }
      FNR == NR {
        if (/^\[/) in_cast = $0 == "[cast]"; else if (in_cast && NF) actor[$1]
        next
      }
      !/^\/\// { exit }
      /^\/\/   [^ ]/ && !($2 in actor) { print FILENAME ": " $0 }' \
      "$build/expected/$name.toml" "$source/$name.cpp"
    assert_output ""
  done
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
      refute_line --regexp '^ok [^#]*($|# SKIP [^s])'
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
# kernel. Member functions and variables are not calls. pause is left out: a
# process that waits to be killed may be killed before it calls pause.
calls_in() {
  sed 's,//.*,,' "$1" | grep -oP '\bSYS_\K\w+|(?<![.\w])(?<!Fd )\w+(?=\()' |
    sed -E 's/^fork$/clone/; s/^waitpid$/wait4/; s/^open$/openat/
      s/^p(read|write)$/&64/; s/^[fl]?stat$/newfstatat/; s/^[gs]etrlimit$/prlimit64/
      s/^mknod$/mknodat/; s/^semop$/semtimedop/; s/^signalfd$/signalfd4/' |
    grep -xFf "$BATS_TEST_TMPDIR/known" | grep -vx pause | sort -u
}

@test "under strace, an experiment makes the calls of its file, and no others about processes" {
  need_root
  need_no_chroot
  local name trace=$BATS_TEST_TMPDIR/trace file=$BATS_TEST_TMPDIR/file
  system_calls >"$BATS_TEST_TMPDIR/known"
  jq -r '.[] | select(.needs.vm | not) | "\(.chapter)/\(.name)"' <<<"$list" |
    while read -r name; do
      # A traced init is not protected from SIGSTOP, and survives its own fault,
      # so three experiments do not end: their trace until the timeout is
      # enough.
      timeout --foreground -s KILL 2 unshare --pid --fork --kill-child --mount-proc \
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
    done
}

@test "the whole suite five times, shuffled, four at a time: the same verdicts" {
  run "$PIDLAB" run --repeat 5 --shuffle 1 --jobs 4 --format json
  run jq -c '[.experiments[] | select(.tally | length > 1) | [.name, .tally]]' \
    <<<"$output"
  assert_output '[]'
}

@test "each observation is named after the table of CONTRIBUTING.md" {
  # The actor is in the cast. An outcome has the name of a call that the program
  # makes; any other value has the name of a quantity.
  local names
  mapfile -t names < <(jq -r '.[] | "\(.chapter)/\(.name)"' <<<"$list")
  run perl -e '
    sub text { local (@ARGV, $/) = @_; <> }
    my ($source, $expected) = splice @ARGV, 0, 2;
    my ($table) = text("$source/../CONTRIBUTING.md") =~ /^### Names of observations(.*?)^## /ms;
    my $quantities = join "|", map { /`(\w+)`/g } map { /^\| (`[^|]*)/ } split /\n/, $table;
    $quantities = qr/(?:$quantities)(?:_(?:before|after|of|in|by|from)_\w+|_before|_after|_\d+|_columns)*/;
    for my $name (@ARGV) {
      my $code = text("$source/$name.cpp") =~ s,//.*,,gr;
      my (%actor, %value, $section) = (caller => 1, machine => 1);
      for (split /\n/, text("$expected/$name.toml")) {
        if (/^\[(.*)\]$/) { $section = $1; next }
        $actor{$1} = 1 if $section eq "cast" and /^(\w+)/;
        next unless $section =~ /^expect$|^observe_only$/ and /^(\w+\.\w+) *= *(.*)/;
        $value{$1} = $section eq "expect" ? $2 : "unknown";
        # A name that is only compared with counts too.
        $value{$_} //= "unknown" for $2 =~ /"(\w+\.\w+)"/g;
      }
      for (sort keys %value) {
        my ($actor, $quantity) = split /\./;
        my $outcome = $value{$_} =~ /^"(ok|E[A-Z0-9]+)"|absent|^unknown$/;
        my $fits = $value{$_} !~ /^"(ok|E[A-Z0-9]+)"/ && $quantity =~ /^$quantities$/;
        my $call = $quantity;
        while ($outcome && !$fits) {
          $fits = $code =~ /\b$call\(|\bsys_$call\b/i and last;
          $call =~ s/_[^_]+$// or last;
        }
        print "$name: $_\n" unless $fits && $actor{$actor};
      }
    }' "$source" "$build/expected" "${names[@]}"
  assert_output ""
}

@test "the glossary has at most twenty terms, and the words that they replace are not used" {
  local root words
  root=$(readlink -f "$source/..")
  sed -nE '/^### Glossary/,/^### Names/s/^\| ([^|]*) \| ([^|]*) \| ?([^|]*)\|$/\1|\2|\3/p' \
    "$source/../CONTRIBUTING.md" | tail -n +2 >"$BATS_TEST_TMPDIR/terms"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/terms")" -le 20 ]
  run bash -c 'cut -d "|" -f 1 "$1" | tr -d " " | tr , "\n" | sort | uniq -d' - \
    "$BATS_TEST_TMPDIR/terms"
  assert_output ""
  words=$(cut -d '|' -f 3 "$BATS_TEST_TMPDIR/terms" | tr -d ' ' | tr , '\n' |
    grep . | paste -sd '|')
  # Drawings and pages may use the word "box".
  run grep -rnPI --include='*.'{cpp,h,toml,md,bats,bash} \
    "(?<![\w\"-])($words)(?![\w\"-])" "$root"/README.md \
    "$root"/{experiments,expected,harness/{base,record,suite,cell,judge,ns,commands}}
  assert_output ""
}
