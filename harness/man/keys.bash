#!/usr/bin/env bash
# keys.bash README: prints the table of keys in expected/README.md as a list of mdoc(7).
set -euo pipefail
sed -nE '/^\| `/{s/\\/\\e/g; s/…/.../g; s/`([^`]*)`/\\fB\1\\fP/g; p}' "$1" |
  awk -F ' *[|] *' '
    # Each sentence has its own line.
    function text(s) {
      gsub(/\. /, ".\n", s)
      print s
    }
    function plain(s) {
      gsub(/\\f[BP]/, "", s)
      gsub(/"/, "\\(dq", s)
      return s
    }
    BEGIN { print ".Bl -tag -width Ds" }
    {
      print ".It Cm", plain($2), "Pq", $3
      text($4)
      if ($5 ~ /^required/) text("R" substr($5, 2) ".")
      else if ($5 != "") text("Default: " $5 ".")
      if ($6 != "") print ".Dl", plain($6)
    }
    END { print ".El" }'
