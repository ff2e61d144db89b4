# How texts are written: see CONTRIBUTING.md, "How we write".

setup() {
  load common
  cd "$(readlink -f "$(dirname "$PIDLAB")/source")/.." || return
}

# texts: all files that people read, without this one, and without the words of reports.
texts() {
  git ls-files -co --exclude-standard ':!*/approved/*' ':!*.xsd' ':!LICENSE' ':!*/language.bats' ':!*/messages.toml' ':!expected/renamed.toml'
}

# What must not return, as patterns of grep -P. A pattern names what it would
# otherwise take by mistake.
patterns=(
  # A relative "who" needs its noun: "a process that is not root".
  '\b(for|of|to|by|from|with|at|as|than|and|or|is|in) who(m|ever)?\b(?! (is|are|was|created?|calls?|sent|sends?|reads?)\b.*\?)'
  '(^|[.:;"] )(//|#)? ?Who(ever)? (?!am)[a-z]+(?!.*\?)'
  '(?<!creates )\bwhom\b'
  '\bwhosesoever\b'
  # "is not a NOUN".
  '\b(is|are|was|were|be|being|been) no (?!longer\b|more\b|less\b|different\b|(slow|fast|larg|small|high|low|old|new|deep|short|bett)er\b)[a-z]+'
  '\bst(ands?|ood) (in|behind|for|beside|beneath|there|here|below|above|alone|still)\b'
  '\b(tells?|telling|told) (of|about)\b'
  '\b(is|are|was|were|be|been) told\b'
  '\bshall\b'
  '\banew\b'
  '\bbesides?\b(?! = TRUE)' # an argument of R
  '\bthus\b'
  '\bbe it\b'
  '\b[Bb]y way of\b'
  '\basker'
  "\\bone's own\\b"
  '\bas is\b(?! (the|a|an)\b)'
)

@test "no pattern of the list is in any text" {
  local pattern found=0
  for pattern in "${patterns[@]}"; do
    # The table of "How we write" shows how we do not.
    texts | xargs -d '\n' grep -nHP -- "$pattern" |
      grep -v '^CONTRIBUTING.md:[0-9]*:|' && found=1
  done
  [ "$found" -eq 0 ]
}

@test "spelling: codespell finds nothing, and it is American" {
  texts | xargs -d '\n' codespell --builtin clear,rare,en-GB_to_en-US \
    --ignore-words harness/tests/spelling.txt
}
