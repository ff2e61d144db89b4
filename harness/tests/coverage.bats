# pidlab coverage: what is shown of manual pages and of the kernel.

setup() {
  load common
}

# covered_suite TOML: a suite of two experiments whose manual.toml has this text.
covered_suite() {
  make_suite observes_one observes_two
  mkdir -p "$suite/source/coverage"
  printf 'read_at = "1.0"\n%s\n' "$1" >"$suite/source/coverage/manual.toml"
  printf 'read_at = "9.9"\n' >"$suite/source/coverage/kernel.toml"
}

page='["a(2)".ERRORS]
"It | fails." = ["observes_one"]
"It <ends>." = "it does not"'

@test "what is not shown has its reason; a page that is named has all" {
  covered_suite "$page"
  in_suite coverage
  assert_success
  assert_output "man-pages 1.0: 1 of 2 statements are shown.

a(2)                                    1 of 2
  ERRORS
    It <ends>.
      not shown: it does not"
  in_suite coverage 'a*'
  assert_success
  assert_line "    It | fails."
  assert_line "      bad/observes_one"
}

@test "Markdown has a table for each page, and JSON has the same" {
  covered_suite "$page"
  in_suite coverage --format markdown
  assert_success
  assert_line "## a(2): 1 of 2"
  assert_line '| ERRORS | It \| fails. | `bad/observes_one` |'
  assert_line '| ERRORS | It <ends>. | not shown: it does not |'
  in_suite coverage --format json
  assert_success
  run jq -r '.manual.read_at, (.manual.sources[0] | .name, .shown, .all),
    (.manual.sources[0].sections[0].statements[] | .shown_by[], .not_shown)' <<<"$output"
  assert_output $'1.0\na(2)\n1\n2\nbad/observes_one\n\nit does not'
}

@test "functions that expectations name are with the kernel" {
  covered_suite "$page"
  expect observes_one 'expect.caller.x = 1
kernel = [{ file = "kernel/pid.c", symbol = "alloc_pid", read_at = "7.2" }]'
  in_suite coverage kernel/pid.c
  assert_success
  assert_line "  alloc_pid"
  assert_line "    bad/observes_one"
  in_suite coverage
  refute_output --partial alloc_pid
}

@test "bad input: the place in the file, and exit 2" {
  covered_suite '["a(2)".ERRORS]
"It fails." = ["observes_on"]'
  in_suite coverage
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: $suite/source/coverage/manual.toml:3:16: unknown experiment \"observes_on\" (did you mean observes_one?)"
  covered_suite "$page"
  in_suite coverage 'b(2)'
  assert_equal "$status" 2
  assert_equal "$stderr" 'pidlab: no manual page or file is named "b(2)" (did you mean a(2)?)'
  in_suite coverage 'fails(2)'
  assert_equal "$stderr" 'pidlab: no manual page or file is named "fails(2)"; fails is mentioned in a(2)'
}

@test "a suite that does not say what it covers" {
  make_suite observes_one
  in_suite coverage
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: coverage: this suite does not say what it covers: write $suite/source/coverage/manual.toml and kernel.toml"
}

@test "the course has a table for each page" {
  covered_suite "$page"
  printf '# All\n\n## Bad\n\nIt.\n\n1. [x](bad/x.cpp)\n' >"$suite/source/README.md"
  : >"$suite/source/symptoms.toml"
  in_suite report --course --html "$BATS_TEST_TMPDIR/page"
  assert_success
  run cat "$BATS_TEST_TMPDIR/page"
  assert_output --regexp '<summary>a\(2\): 1 of 2</summary>.*>It &lt;ends&gt;.</td><td class="muted">Not shown: it does not<'
  assert_output --regexp '<a href="#bad.observes_one.claim">'
}

@test "every page with an erratum is listed" {
  run comm -13 <("$PIDLAB" coverage --format json | jq -r '.manual.sources[].name' | sort) \
    <("$PIDLAB" errata --format json | jq -r '.[].page' | sort -u)
  assert_output "proc_sys_vm(5)" # It does not say anything about memfd_noexec.
}

@test "every function is a word of the kernel's source" {
  local tree=${PIDLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pidlab}/builds/altered/tree
  [ -e "$tree/kernel/pid.c" ] || skip "needs the source that ci/mutants unpacks"
  local file function missing=""
  while read -r file function; do
    grep -qw "${function#sys_}" "$tree/$file" || missing+="$file $function"$'\n'
  done < <("$PIDLAB" coverage --format json |
    jq -r '.kernel.sources[] | .name as $file | .sections[] |
      select(.statements != []) | "\($file) \(.name)"')
  assert_equal "$missing" ""
}

@test "texts fit 80 columns" {
  run "$PIDLAB" coverage '*'
  assert_success
  refute_line --regexp '^.{81}'
}
