#!/usr/bin/env bash
# figures.bash RESULTS: writes FIGURES.md, in the folder of this script, from results
# of ci/bench.
set -euo pipefail
[ $# -eq 1 ] || {
  echo "figures.bash: expected RESULTS, as in benchmarks/figures.bash build/bench.json" >&2
  exit 2
}
folder=$(dirname "$0")
figures=$(Rscript "$folder/analysis.R" figures "$1")
echo "$figures" >"$folder/FIGURES.md"
