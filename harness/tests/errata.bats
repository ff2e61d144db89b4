# pidlab errata: where manual pages and kernels differ.

setup() {
  load common
}

# erratum NAME PAGE SECTION: an expectation with an erratum and a change.
erratum() {
  expect "$1" "expect.caller.x = 1
since = \"4.12\"
[[changed]]
after = \"6.1\"
by = \"7.2\"
because = \"it was mended\"
commit = \"0123456789ab\"
expect.caller.x = 2
[[errata]]
page = \"$2\"
section = \"$3\"
says = \"no\"
measured = { \"6.18\" = \"yes\" }"
}

@test "an erratum has the page, the section, what it says, what is seen, since when, the experiment" {
  make_suite observes_one observes_two
  erratum observes_one 'b(2)' ERRORS
  erratum observes_two 'a(2)' NOTES
  in_suite errata
  assert_success
  assert_output "a(2)
  NOTES
    says       no
    on 6.18    yes
    seen       since Linux 4.12
    changed    between Linux 6.1 and 7.2: it was mended
    shown by   bad/observes_two

b(2)
  ERRORS
    says       no
    on 6.18    yes
    seen       since Linux 4.12
    changed    between Linux 6.1 and 7.2: it was mended
    shown by   bad/observes_one"
  in_suite errata 'b(2)'
  assert_success
  refute_output --partial NOTES
}

@test "Markdown is a report for each page, and JSON has the same" {
  make_suite observes_one observes_two
  erratum observes_one 'b(2)' ERRORS
  in_suite errata --format markdown
  assert_success
  assert_line --index 0 "# b(2)"
  assert_line "## ERRORS"
  assert_line "The page says: no"
  assert_line "Seen on Linux 6.18: yes."
  assert_line "This is so since Linux 4.12. It changed between Linux 6.1 and 7.2: it was mended ([0123456789ab](https://git.kernel.org/linus/0123456789ab))"
  assert_line --partial "experiments/bad/observes_one.cpp"
  in_suite errata --format json
  assert_success
  run jq -r '.[] | .page, .section, .says, .measured["6.18"], .since, .changed[0].by, .experiment' <<<"$output"
  assert_output $'b(2)\nERRORS\nno\nyes\n4.12\n7.2\nbad/observes_one'
}

@test "no erratum, and no erratum for a page" {
  make_suite observes_one observes_two
  in_suite errata
  assert_success
  assert_output "No erratum is known."
  erratum observes_one 'b(2)' ERRORS
  in_suite errata 'b(3)'
  assert_equal "$status" 2
  assert_equal "$stderr" 'pidlab: no erratum is known for "b(3)" (did you mean b(2)?)'
}

@test "an erratum without a section is refused with its place" {
  make_suite observes_one
  expect observes_one 'expect.caller.x = 1
[[errata]]
page = "b(2)"
says = "no"
measured = { "6.18" = "yes" }'
  in_suite errata
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: $suite/expected/bad/observes_one.toml:4:1: \"section\" is missing"
}

@test "the reports on the pages have the version of man-pages" {
  run "$PIDLAB" errata --format markdown 'setns(2)'
  assert_success
  assert_line --index 0 --regexp '^# setns\(2\) of man-pages [0-9.]+$'
  run grep -c '^## ' <<<"$output"
  [ "$output" -ge 3 ]
}
