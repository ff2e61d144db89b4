# `pidlab report`: the pages, and the input that it refuses. browser.bats shows
# them in a browser.

setup() {
  load common
  make_suite observes_one observes_two
  page=$BATS_TEST_TMPDIR/page.html
  record=$BATS_TEST_TMPDIR/record.json
  in_suite run --record "$record"
  printf '# All\n\n## Bad & <bad>\n\nWhat\nis bad.\n\n1. [x](bad/x.cpp)\n' \
    >"$suite/source/README.md"
  symptom '"observes_one"'
}

# symptom EXPERIMENTS: writes an index of one symptom, which EXPERIMENTS
# explain.
symptom() {
  printf '[[symptom]]\nsee = "a <b>"\nmeans = "it"\ndo = "that"\nexperiments = [%s]\n' \
    "$1" >"$suite/source/symptoms.toml"
}

@test "a record becomes a page: valid, with the exit code of its verdicts" {
  run -1 "$PIDLAB" --suite "$suite" report "$record" --html "$page"
  assert_output ""
  # xmllint does not know elements that are newer than HTML 4.
  run sh -c "xmllint --html --noout '$page' 2>&1 | grep 'error :' |
    grep -vE 'Tag (article|figcaption|figure|footer|header|main|nav|section|details|summary|svg|g|rect|circle|path|text) invalid'"
  assert_output ""
}

@test "text from files and records is escaped" {
  expect observes_one 'expect.caller.x = 1
[[errata]]
page = "<script>alert(1)</script>(2)"
section = "<script>"
says = "</p><script>x</script>"
measured = { "6.1" = "\" onclick=\"x" }'
  echo '</pre><script>&amp;' >"$suite/source/bad/observes_one.cpp"
  jq '.kernel.release = "6.1<script>" | .experiments[0] += {ending: "broken",
    ending_reason: "\u0007\"><script>"}' "$record" >"$record.evil"
  in_suite report "$record.evil" --html "$page"
  run grep -o '<script[^>]*>' "$page"
  assert_output $'<script type="application/json" id="search-index">\n<script>'
  run cat "$page"
  assert_output --partial '&lt;/pre&gt;&lt;script&gt;&amp;amp;'
  assert_output --partial 'a &lt;b&gt;'
  assert_output --partial '>Bad &amp; &lt;bad&gt;</h2>'
}

@test "what diagnose found is in the record if asked for, and on the page of that record" {
  in_suite run --record "$record" observes_one
  run jq 'has("diagnosis")' "$record"
  assert_output false
  in_suite report "$record" --html "$page"
  run grep -c 'id="machine"' "$page"
  assert_output 0
  # bash blocks SIGTERM while it forks: pidlab starts when the fork is over.
  mkfifo "$BATS_TEST_TMPDIR/forked"
  in_namespaces "'$PIDLAB' --suite '$suite' run --diagnose --record '$record' observes_one \
      <'$BATS_TEST_TMPDIR/forked' &
    echo >'$BATS_TEST_TMPDIR/forked'
    wait"
  assert_success
  run jq -r '.diagnosis.findings[] | "\(.severity): \(.what)"' "$record"
  assert_line "may surprise: PID 1 (bash) is an init, and does not have a handler for SIGTERM."
  in_suite report "$record" --html "$page"
  assert_success
  run xmllint --html --xpath '//section[h2/@id="machine"]//text()' "$page"
  assert_line --partial "may surprise: PID 1 (bash) is an init, and does not have a handler for SIGTERM."
  assert_line --partial "/proc/1/status: SigCgt "
  assert_line --partial "init_ignores_signals_from_ancestor"
  # The findings of a record are only text.
  jq '.diagnosis.findings[0].what = "<script>\u001b[2J"' "$record" >"$record.evil"
  in_suite report "$record.evil" --html "$page"
  run grep -cF '&lt;script&gt;?[2J' "$page"
  assert_output 1
  in_suite judge "$record.evil" --format pretty
  assert_line "may surprise: <script>?[2J"
  jq '.diagnosis.findings[0].severity = "new"' "$record" >"$record.evil"
  in_suite judge "$record.evil"
  assert_equal "$stderr" "pidlab: $record.evil: unknown severity \"new\""
}

@test "kernels with the same observations share a column" {
  jq '.kernel.release = "99.1"' "$record" >"$record.same"
  jq '.kernel.release = "99.2" | .experiments[0].observations[0].value = 7' \
    "$record" >"$record.other"
  in_suite report "$record" "$record.same" "$record.other" --html "$page"
  run grep -oE '<th scope="col">on [^<]*</th>' "$page"
  assert_equal "${#lines[@]}" 2
  assert_line --index 0 --regexp '>on [0-9.]+, 99.1<'
  assert_line --index 1 --partial '>on 99.2<'
  # A run that did not pass has its timeline.
  run grep -oE 'the observations on Linux [0-9.]*' "$page"
  assert_line --index 0 "the observations on Linux 99.2"
}

@test "the labels of one kernel have the release, the cells, or else the name of the record" {
  jq '.kernel.release = "99.1"' "$record" >"$BATS_TEST_TMPDIR/a.json"
  jq '.kernel.release = "99.1" | .experiments[0].observations[0].value = 7' \
    "$record" >"$BATS_TEST_TMPDIR/b.json"
  local change
  for change in '.' '.cell = "none"' '.kernel.release = "99.1-new"'; do
    jq "$change" "$BATS_TEST_TMPDIR/b.json" >"$BATS_TEST_TMPDIR/c.json"
    in_suite report "$BATS_TEST_TMPDIR"/[ac].json --html "$page"
    run sh -c "grep -oE '#kernel-[01]\">[^<]*' '$page' | sort -u | cut -d '>' -f 2 | paste -sd '|'"
    echo "$output"
  done >"$BATS_TEST_TMPDIR/labels"
  run cat "$BATS_TEST_TMPDIR/labels"
  assert_line --index 0 '99.1 (a)|99.1 (c)'
  assert_line --index 1 --regexp '^99\.1 \(cell [a-z]+\)\|99\.1 \(cell none\)$'
  assert_line --index 2 '99.1|99.1-new'
}

@test "a shared column says from which kernel its PIDs are" {
  "$PIDLAB" run --record "$record" setns_does_not_move_caller
  jq '.kernel.release = "99.1"' "$record" >"$record.same"
  "$PIDLAB" report "$record" "$record.same" --html "$page"
  run grep -cF 'are from the first kernel named in the column' "$page"
  assert_output 1
}

@test "the timeline has births and deaths, if the record has them" {
  "$PIDLAB" run --trace --record "$record" init_death_kills_the_other_members
  "$PIDLAB" report "$record" --html "$page"
  run cat "$page"
  assert_output --regexp '>caller creates init: PID 1 in new, by fork\(\) after unshare\(CLONE_NEWPID\)<.*>member is killed by SIGKILL<.*>caller exited 0<'
}

@test "of many processes the timeline draws those that observed something" {
  "$PIDLAB" run --trace --record "$record" init_death_kills_every_generation
  "$PIDLAB" report "$record" --html "$page"
  run grep -oE 'the observations on Linux [^ ]*, without the births and deaths of [0-9]+ ' "$page"
  assert_output --partial "deaths of 62 "
}

@test "an experiment that tracing changes is recorded without births and deaths" {
  run -0 "$PIDLAB" run --trace --record "$record" init_dies_of_its_own_fault
  run jq '.experiments[0] | .verdict, (.events | length)' "$record"
  assert_output $'"PASS"\n0'
}

@test "a contrast is a link on both sides" {
  expect observes_one 'contrast = ["bad/observes_two"]
expect.caller.x = 1'
  in_suite report --course --html "$page"
  for other in observes_one observes_two; do
    run grep -cE "In contrast: <a href=\"#bad\.$other\.claim\">" "$page"
    assert_output 1
  done
}

@test "the same records give the same page" {
  in_suite report "$record" --html "$page"
  in_suite report "$record" --html "$page.again"
  run cmp "$page" "$page.again"
  assert_success
}

@test "the course needs no record" {
  run -0 "$PIDLAB" --suite "$suite" report --course --html "$page"
  run grep -c '<article ' "$page"
  assert_line 2
}

@test "the course asks first: the answer holds the claim, the name and the source" {
  question observes_one '
ask      = "What does `it` observe?"
choices  = ["nothing", "1"]
answer   = 2
because  = "It was made so."
tempting = ["It is small."]'
  printf '# All\n\n## At first\n\nBegin with\n`observes_one`.\n\nGo on.\n\n## Bad\n\n1. [x](bad/x.cpp)\n' \
    >"$suite/source/README.md"
  in_suite report --course --html "$page"
  # at XPATH: prints the text of an element of the page.
  at() { xmllint --html --xpath "string($1)" "$page" 2>/dev/null; }
  assert_equal "$(at '//article/h3')" "Bad 1"
  assert_equal "$(at '//ol[@class="claims"]/li')" "What does it observe?"
  assert_equal "$(at '//section/p[a]')" "Begin with Bad 1."
  assert_equal "$(at '//section[1]/p[2]')" "Go on."
  assert_equal "$(at '//article/details/p[1]')" "(b) 1"
  assert_equal "$(at '//article/details/p[@class="lead"]')" "It observes_one."
  assert_equal "$(at '//article/details/p/code[contains(., "watch")]')" "ci/lab watch observes_one"
  assert_equal "$(at 'count(//main//text()[contains(., "observes_one")][not(ancestor::details)])')" 0
}

# refuses REGEXP ARGUMENTS: expects one line that matches, and no page.
refuses() {
  run -2 --separate-stderr "$PIDLAB" --suite "$suite" report --html "$page" "${@:2}"
  output=$stderr assert_output --regexp "^pidlab: .*$1"
  [ "${#stderr_lines[@]}" -eq 1 ] && [ ! -e "$page" ]
}

@test "records and --course: none of them, and both" {
  refuses 'report: expected --course, or a RECORD, which run --record saves'
  refuses 'report: expected --course without a RECORD or --plot' --course "$record"
}

@test "a symptom that names an unknown experiment: its place" {
  symptom '"observes_one", "obsrves_two"'
  refuses 'symptoms.toml:5:32: unknown experiment "obsrves_two" \(did you mean observes_two\?\)' \
    --course
  symptom ''
  refuses 'symptoms.toml:1:1: "experiments" is missing or empty' --course
  echo 'sympton = 1' >"$suite/source/symptoms.toml"
  refuses 'symptoms.toml:1:1: unknown key "sympton" \(did you mean symptom\?\)' --course
}

@test "a plot that is not SVG" {
  echo 'This is <no> SVG' >"$BATS_TEST_TMPDIR/a.svg"
  refuses 'a.svg: not an SVG file: .* at byte' "$record" --plot "$BATS_TEST_TMPDIR/a.svg"
  echo '<html/>' >"$BATS_TEST_TMPDIR/a.svg"
  refuses 'its root is <html>, not <svg>' "$record" --plot "$BATS_TEST_TMPDIR/a.svg"
  refuses 'none.svg: cannot be read' "$record" --plot "$BATS_TEST_TMPDIR/none.svg"
}
