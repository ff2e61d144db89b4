# The folders of harness/: the allowed #includes, and a comment at the top of
# each file. PARTS is a file that add_part of harness/CMakeLists.txt wrote: a
# line for each part, with its name and then the parts that it may use.

setup() {
  load common
  root=${BATS_TEST_FILENAME%/*}/../..
}

# upward FOLDER: prints each #include of that tree that is not allowed.
upward() {
  (cd "$1" && grep -r --include=*.cpp --include=*.h '^#include "' harness experiments) |
    awk '
      NR == FNR { for (i = 1; i <= NF; ++i) may[$1, $i]; parts[$1]; next }
      {
        split($1, from, /[\/:]/)
        split($2, to, /[\/"]/)
        if (from[1] == "experiments") {
          allowed = from[2] == "experiment.h" ? to[2] "/" to[3] == "harness/base" \
                                              : $2 == "\"experiments/experiment.h\""
        } else {
          allowed = !(from[2] in parts) || (to[2] == "harness" && (from[2], to[3]) in may)
        }
        if (!allowed) print $1, $2
      }' "$PARTS" -
}

# headless FOLDER: prints the files whose first line is not a comment. A header
# does not need one if its .cpp has it.
headless() {
  local file
  find "$1" -name '*.cpp' -o -name '*.h' | while IFS= read -r file; do
    [[ $(head -c 3 "$file") != "// " ]] || continue
    [[ $file == *.h && -e ${file%.h}.cpp ]] || echo "$file"
  done
}

@test "an #include names only parts that are allowed, and an experiment includes only experiment.h" {
  run upward "$root"
  assert_success
  assert_output ""
}

@test "an #include of a part that is not allowed is found" {
  cd "$BATS_TEST_TMPDIR"
  mkdir -p harness/base harness/judge experiments/init
  echo '#include "harness/judge/judge.h"' >harness/base/fd.h
  echo '#include "harness/base/fd.h"' >harness/judge/judge.h
  echo '#include "fd.h"' >harness/judge/judge.cpp
  echo '#include "harness/base/fd.h"' >experiments/init/one.cpp
  echo '#include "harness/record/record.h"' >experiments/experiment.h
  run upward .
  assert_equal "$(sort <<<"$output")" "$(sort <<"END"
harness/base/fd.h:#include "harness/judge/judge.h"
harness/judge/judge.cpp:#include "fd.h"
experiments/init/one.cpp:#include "harness/base/fd.h"
experiments/experiment.h:#include "harness/record/record.h"
END
)"
}

@test "each file begins with a comment that says what it is for" {
  run headless "$root/harness"
  assert_output ""
}

@test "a file without such a comment is found" {
  cd "$BATS_TEST_TMPDIR"
  touch one.cpp one.h other.h
  echo '// It does.' >two.cpp
  run headless .
  assert_equal "$(sort <<<"$output")" $'./one.cpp\n./other.h'
}
