# The texts of the experiments: what ci/check looks for as well.

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

@test "the equals signs of a block of lines are in one column" {
  # A string or an array of several lines belongs to its first line.
  cd "$source/.."
  run awk '
    FNR == 1 { column = 0; open = "" }
    open != "" { if ($0 ~ open) open = ""; next }
    /^$|^\[/ { column = 0 }
    /^[^#[ ][^"]* = / {
      at = index($0, " = ")
      if (column && at != column)
        print FILENAME ":" FNR ": the equals sign must be below that of the line before: " \
          "align all lines of the block to its longest key"
      column = at
    }
    /= """.*"""$/ { next }
    /= """/ { open = "\"\"\""; next }
    /= \[$/ { open = "^]" }' \
    expected/*/*.toml experiments/exercises/*/expected.toml experiments/*/questions.toml
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
        my $outcome = $value{$_} =~ /^(\{ one_of = \[)?"(ok|E[A-Z0-9]+)"|absent|^unknown$/;
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
  # Drawings and pages may use the word "box", and symptoms have the words of messages.
  run grep -rnPI --include='*.'{cpp,h,toml,md,bats,bash} --exclude={symptoms,messages}.toml \
    "(?<![\w\"-])($words)(?![\w\"-])" "$root"/README.md \
    "$root"/{experiments,expected,harness/{base,record,suite,cell,judge,ns,diagnose,commands}}
  assert_output ""
}
