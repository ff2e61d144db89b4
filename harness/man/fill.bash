#!/usr/bin/env bash
# fill.bash PAGE OUTPUT COMMAND...: writes PAGE, compressed, to OUTPUT, with the output
# of COMMAND in place of the line @@.
set -euo pipefail
page=$1 output=$2
shift 2
text=$("$@")
while IFS= read -r line; do
  if [ "$line" = @@ ]; then line=$text; fi
  printf '%s\n' "$line"
done <"$page" | gzip -9n >"$output"
