# The pages of `pidlab report` in a browser: the whole suite, in wide and narrow
# windows, light and dark.

setup_file() {
  load common
  load browser
  have_browser || return 0
  export pages=$BATS_FILE_TMPDIR
  "$PIDLAB" run --trace --record "$pages/here.json" >/dev/null || true
  # A record of another kernel, with a FAIL, a BROKEN, and an experiment that
  # did not run.
  jq '.kernel.release = "99.1-other" | .experiments[0].observations[0].value = 77
    | .experiments[1] += {ending: "broken", ending_reason: "x.cpp:1: EPERM <&\">"}
    | del(.experiments[2])' "$pages/here.json" >"$pages/other.json"
  printf '%s' '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="50">' \
    '<title>A &lt;plot&gt;</title><rect id="a" width="900" height="50"/></svg>' \
    >"$pages/plot.svg"
  "$PIDLAB" report "$pages/here.json" "$pages/other.json" \
    --plot "$pages/plot.svg" --html "$pages/report.html" || [ $? -eq 1 ]
  "$PIDLAB" report --course --html "$pages/course.html"
  start_browser
}

setup() {
  load common
  load browser
  have_browser || skip "needs a browser: install chromium and chromium-driver"
}

teardown_file() {
  load browser
  stop_browser
}

# check FILE: expects no problem in any window.
check() {
  local width colors
  page "$pages/$1"
  for width in 1280 400; do
    for colors in light dark; do
      window "$width"
      scheme "$colors"
      run script "$(cat "${BATS_TEST_FILENAME%/*}/page_checks.js")"
      assert_success
      assert_equal "$width $colors: $(jq -r '.[]' <<<"$output")" "$width $colors: "
    done
  done
  run console
  assert_output ""
}

@test "the report: it fits, loads nothing, has no dead link, and is accessible" {
  check report.html
}

@test "the course: it fits, loads nothing, has no dead link, and is accessible" {
  check course.html
}

# click CSS: clicks the first element that matches.
click() {
  local element
  element=$(tell /element "$(jq -n --arg css "$1" '{using: "css selector", value: $css}')")
  tell "/element/$(jq -r '.[]' <<<"$element")/click" '{}' >/dev/null
}

# leads_to_why CSS: expects that a click on the first match shows a why.
leads_to_why() {
  click "$1"
  run script 'const article = document.querySelector(":target").closest("article");
    return article.querySelector(".why").checkVisibility()'
  assert_output true
}

@test "a click in the matrix leads to why, and one on a symptom to its rule" {
  page "$pages/report.html"
  window 1280
  leads_to_why '.matrix td.FAIL a'
  leads_to_why '.matrix tbody th a'
  script 'document.querySelector(".symptom").open = true' >/dev/null
  leads_to_why '.symptom[open] ul a'
}

@test "in the course a symptom opens the answer that has its rule" {
  page "$pages/course.html"
  script 'document.querySelector(".symptom").open = true' >/dev/null
  leads_to_why '.symptom[open] ul a'
}

@test "the Tab key first reaches the link to the content, which is then visible" {
  page "$pages/report.html"
  tell /actions '{"actions": [{"type": "key", "id": "keyboard", "actions": [
    {"type": "keyDown", "value": "\uE004"}, {"type": "keyUp", "value": "\uE004"}]}]}' >/dev/null
  run script 'const at = document.activeElement;
    return [at.className, at.getBoundingClientRect().left >= 0,
      getComputedStyle(at).outlineStyle].join(" ")'
  assert_output '"skip true solid"'
}

@test "an answer is hidden on the screen until the reader opens it, and printed on paper" {
  page "$pages/course.html"
  local answer='return document.querySelector(".question + details p").checkVisibility()'
  scheme light
  run script "$answer"
  assert_output false
  scheme light print
  run script "$answer"
  assert_output true
  scheme light
  script 'document.querySelector(".question + details summary").click()' >/dev/null
  run script "$answer"
  assert_output true
}

@test "a plot is in the page, and visible" {
  page "$pages/report.html"
  run script 'const image = document.querySelector(".plot img");
    return [image.alt, image.naturalWidth].join(" ")'
  assert_output '"A <plot> 900"'
}
