# The pages of `pidlab report` in a browser: the whole suite, in wide and narrow
# windows, light and dark.

setup_file() {
  load common
  load browser
  have_browser || return 0
  export pages=$BATS_FILE_TMPDIR
  "$PIDLAB" run --trace --diagnose --record "$pages/here.json" >/dev/null || true
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

# ask MESSAGE...: types each into the search field. Prints an array for each:
# what the page says, the results, and the words that matched.
ask() {
  script "return $(jq -n '$ARGS.positional' --args "$@").map((message) => {
    const texts = (css) => [...document.querySelectorAll('.search ' + css)]
      .map((element) => element.textContent);
    const field = document.querySelector('.search textarea');
    field.value = message;
    field.dispatchEvent(new Event('input'));
    return [texts('[role=status]')[0], texts('li a'), texts('li small')];
  })" | jq -c '.[]'
}

# check FILE: expects no problem in any window, with results of a search.
check() {
  local width colors
  page "$pages/$1"
  ask "fork: Cannot allocate memory" >/dev/null
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

@test "the search of the page answers as pidlab why does" {
  local file answers messages=(
    "bash: fork: Cannot allocate memory" "kill -9 1" "container" "4711 0x1234"
    "supervvisor reapped unknoown pid" "listns lists only that PID namespace"
    "nginx: connection refused while connecting to a client" "exit code 137, DEFUNCT"
    "runtime: failed to create new OS thread (have 7 already; errno=22)"
    $'2031-02-03T04:05:06Z h d[9]: x\nFOO reaped unknown pid 38\nat 0x7ffd1234 in /opt/f.so'
    "what is the constructor of __proto__ in K8S?" "Ошибка: ſigkill; address in use."
    "why does fork fail with EAGAIN in it." "timeout of memory"
    "setnns doesz not movve its caller"
  )
  # Of the messages in reports, one of eight.
  mapfile -t -O "${#messages[@]}" messages < <(
    sed -nE 's/^"[^"]*" = (".*")$/\1/p' "${BATS_TEST_FILENAME%/*}/messages.toml" |
      sed -n '0~8p' | jq -r 'gsub("\n"; " ")')
  [ "${#messages[@]}" -gt 20 ]
  answers=$(for message in "${messages[@]}"; do "$PIDLAB" why --json "$message" || true; done |
    jq -c '[if length == 0 then "No symptom or experiment has any of these words."
      elif any(.fits) then "\(length) found, the best first:"
      else "No symptom or experiment fits. The nearest:" end,
      map(.see), map("matched: " + (.matched | join(", ")))]')
  for file in report.html course.html; do
    page "$pages/$file"
    run ask "${messages[@]}"
    assert_output "$answers"
  done
}

# press KEYS: presses these keys of the keyboard, one after the other.
press() {
  tell /actions "$(jq -n --arg keys "$1" '{actions: [{type: "key", id: "keyboard",
    actions: [$keys | split("")[] | {type: "keyDown", value: .}, {type: "keyUp", value: .}]}]}')" >/dev/null
}

@test "the search by keyboard alone: from the field to the symptom, which opens" {
  page "$pages/report.html"
  press $'\xEE\x80\x84\xEE\x80\x84kill -9 1\xEE\x80\x84\xEE\x80\x87'
  run script 'const target = document.querySelector(":target");
    return [target.checkVisibility(), target.closest(".symptom").firstChild.textContent].join(" ")'
  assert_output '"true kill -9 1 in a container does nothing, and says nothing"'
}

@test "the Tab key first reaches the link to the content, which is then visible" {
  page "$pages/report.html"
  press $'\xEE\x80\x84'
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
