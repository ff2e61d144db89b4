# shellcheck shell=bash disable=SC2154
# For ci/mutants: the list of wrong kernels, how one is built and booted, and what the
# runs have shown.

# read_mutants: writes all to $scratch/mutants, each with a name: CHAPTER.NUMBER.
read_mutants() {
  python3 - ci/kernels/mutants/*.toml >"$scratch/mutants" <<'END' || exit 2
import json, pathlib, sys, tomllib
mutants = []
for path in map(pathlib.Path, sys.argv[1:]):
    try:
        entries = tomllib.loads(path.read_text())["mutant"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        sys.exit(f"mutants: {path}: {error}")
    for number, entry in enumerate(entries, 1):
        wrong = entry.keys() ^ {"file", "text", "replacement", "breaks", "fails"}
        if wrong:
            sys.exit(f"mutants: {path}: mutant {number}: missing or unknown: {wrong}")
        mutants.append({"name": f"{path.stem}.{number}", "chapter": path.stem, **entry})
json.dump(mutants, sys.stdout)
END
  "$pidlab" list --json >"$scratch/experiments"
}

# select_mutants WORD...: leaves only those that a word names, or all without a word.
select_mutants() {
  local word
  for word; do
    jq -e --arg word "$word" 'any(.[]; $word == (.name, .chapter, .fails[]))' \
      "$scratch/mutants" >/dev/null ||
      die "$word: is not a chapter, an experiment or a mutant; --list shows them"
  done
  [ $# -eq 0 ] || narrowed=yes
  jq '[.[] | select(any([.name, .chapter, .fails[]][] == $ARGS.positional[]; .) or
    $ARGS.positional == [])]' "$scratch/mutants" --args "$@" >"$scratch/selected"
  mv "$scratch/selected" "$scratch/mutants"
}

# check_list: says what is wrong with the list. Texts are sought if the tree is there.
check_list() {
  local faults file
  faults=$(jq -r --slurpfile known "$scratch/experiments" --arg narrowed "${narrowed-}" '
    ($known[0] | map({key: .name, value: .chapter}) | from_entries) as $known |
    (.[] | .name as $name | .fails[] | select(in($known) | not) |
      "\($name): there is not an experiment \(.)"),
    (if $narrowed != "" then empty else
      ($known | keys) - map(.fails[]) | .[] | "\(.): must FAIL on none of the mutants" end),
    (if $narrowed != "" then empty else
      . as $all | $known | [.[]] | unique | .[] | . as $chapter |
      select([$all[] | select(.chapter == $chapter)] | length < 2) |
      "\($chapter): needs two mutants" end)' "$scratch/mutants")
  if [ -e "$tree/Makefile" ]; then
    while read -r file; do
      [ -e "$tree/$file" ] || { faults+=$'\n'"$file: is not in $tree"; continue; }
      faults+=$(jq -r --rawfile source "$tree/$file" --arg file "$file" '.[] |
        select(.file == $file) | .text as $text | ($source | split($text) | length - 1) |
        select(. != 1) as $n | $n' "$scratch/mutants")
    done < <(jq -r '[.[].file] | unique[]' "$scratch/mutants")
  fi
  [ -z "$faults" ] || { printf '%s\n' "$faults" >&2 && return 1; }
}
