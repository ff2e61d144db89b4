#!/usr/bin/env bash
# benchmarks/figures.bash RECORD: puts figures of a record of ci/bench between the
# two marks in the README beside it.
set -euo pipefail
[ $# -eq 1 ] || {
  echo "figures: of which record? benchmarks/figures.bash build/bench.json" >&2
  exit 2
}
readme=$(dirname "$0")/README.md
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT

{
  echo '```'
  jq -r '[.benchmarks[].name] as $names | .context |
    (if .hypervisor == "yes" then ", in a virtual machine" else "" end) as $virtual |
    "\(.cpu_model), \(.num_cpus) processors\($virtual); Linux \(.kernel | sub("-.*"; "")); \(.date[:10]);",
    "load \(.load | split(" ")[0]); \($names | map(select(. == "floor/syscall")) | length) rounds"' "$1"
  echo
  jq -r -f "${readme%/*}/table.jq" "$1" | Rscript "${readme%/*}/summary.R" |
    grep -E '^ +(p50|grows)|^floor|^Growth|^namespaces/(setns|unshare)|^translation|^contention|^creation|^depth/fork.*/(0|31) |^(depth|size)/[^/]*$|^size/.*/(1|4096) |^$'
  echo '```'
} >"$figures"
sed -i -e '/^<!-- figures -->$/,/^<!-- end -->$/ { /^<!--/!d }' \
  -e "/^<!-- figures -->$/r $figures" "$readme"
