# shellcheck shell=bash
# Drives Chromium through chromedriver, which speaks the WebDriver protocol:
# JSON over HTTP, so curl and jq are enough.

have_browser() {
  command -v chromium && command -v chromedriver
} >/dev/null

# start_browser: starts a browser. $session is its URL, $driver the process of
# its driver. The profile is in a folder of the tests.
start_browser() {
  local log=$BATS_FILE_TMPDIR/driver.log port=""
  # If bats is killed, the driver is killed too, and the browser ends with their
  # pipe. Descriptor 3 is closed, because bats waits for its end.
  setpriv --pdeathsig KILL chromedriver --port=0 >"$log" 2>&1 3>&- &
  driver=$!
  # The driver logs when it listens. If it ends before, tail ends too.
  # It is not a pipeline: that would wait for tail, after sed has ended.
  port=$(sed -nE '/started successfully/ { s/.* port ([0-9]+).*/\1/p; q }' \
    < <(timeout 20 tail -f -n +1 --pid "$driver" "$log" 3>&-))
  [ -n "$port" ] || fail "chromedriver did not start: $(cat "$log")"
  export driver session=http://127.0.0.1:$port/session
  session+=/$(tell '' '{"capabilities": {"alwaysMatch": {
    "timeouts": {"script": 110000},
    "goog:loggingPrefs": {"browser": "ALL"},
    "goog:chromeOptions": {"args": ["--headless", "--no-sandbox",
      "--remote-debugging-pipe",
      "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
      "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
      "--user-data-dir='"$BATS_FILE_TMPDIR"'/profile"]}}}}' | jq -r .sessionId)
}

stop_browser() {
  [ -z "${session-}" ] || curl -sS -X DELETE "$session" >/dev/null || true
  [ -z "${driver-}" ] || kill "$driver" || true
}

# tell PATH JSON: prints the value of the answer, or fails with the driver's
# message.
tell() {
  local answer
  answer=$(curl -sS --max-time 120 --json "$2" "$session$1") || return
  jq -e 'if .value | type == "object" and has("error")
    then .value.message | halt_error else .value end' <<<"$answer" ||
    [ "$(jq .value <<<"$answer")" = null ]
}

# page FILE: opens FILE, and waits until it is loaded.
page() {
  tell /url "$(jq -n --arg file "$1" '{url: "file://\($file)"}')" >/dev/null
}

# script JAVASCRIPT: prints the return value as JSON.
script() {
  tell /execute/sync "$(jq -n --arg script "$1" '{script: $script, args: []}')"
}

# devtools COMMAND JSON: sends a command of Chrome's protocol.
devtools() {
  tell /goog/cdp/execute "$(jq -n --arg cmd "$1" --argjson params "$2" \
    '{cmd: $cmd, params: $params}')"
}

# window WIDTH: sets the width of the window.
window() {
  devtools Emulation.setDeviceMetricsOverride "{\"width\": $1, \"height\": 900,
    \"deviceScaleFactor\": 1, \"mobile\": false}" >/dev/null
}

# scheme light|dark [MEDIUM]: sets the preferred colors, and the medium.
scheme() {
  devtools Emulation.setEmulatedMedia "{\"media\": \"${2-screen}\",
    \"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"$1\"}]}" \
    >/dev/null
}

# console: the messages since the last call.
console() {
  tell /se/log '{"type": "browser"}' | jq -r '.[] | "\(.level) \(.message)"'
}
