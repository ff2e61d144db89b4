# What `cmake --install` puts into a folder: it works from any place.

setup_file() {
  export build=${PIDLAB_STATIC%/*} prefix=$BATS_FILE_TMPDIR/moved
  cmake --install "$build" --prefix "$BATS_FILE_TMPDIR/first" >/dev/null
  mv "$BATS_FILE_TMPDIR/first" "$prefix"
}

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  pidlab=$prefix/bin/pidlab
}

# as_nobody COMMAND: runs COMMAND as an ordinary user at /mnt, where the installation is
# read-only.
as_nobody() {
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  unshare --user --mount true 2>/dev/null ||
    skip "needs a root that is a mount: not in a chroot"
  run --separate-stderr unshare --mount bash -c '
    mount --bind "$1" /mnt && mount -o remount,bind,ro /mnt && cd /mnt &&
      exec setpriv --reuid 65534 --regid 65534 --clear-groups bash -c "$2"' \
    - "$prefix" "$1"
}

# page NAME: prints a manual page without its formatting.
page() {
  zcat "$prefix"/share/man/man?/"$1".gz | sed 's/\\f[BP]//g'
}

# commands: prints the commands that have options or arguments, one per line.
commands() {
  "$pidlab" --complete '' | grep -vx exercise
  "$pidlab" --complete exercise '' | sed 's/^/exercise /'
}

@test "another user runs it, moved and read-only" {
  as_nobody "bin/pidlab run membership"
  assert_success
  assert_line --index 1 --regexp ', cell user$'
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:[0-9]+ error:0$'
}

@test "the program alone is enough, also behind a link" {
  cp "$pidlab" "$BATS_TEST_TMPDIR/alone"
  ln -s alone "$BATS_TEST_TMPDIR/link"
  run "$BATS_TEST_TMPDIR/link" list
  assert_success
  assert_output "$("$build/pidlab" list)"
}

@test "share/pidlab is a suite: the same experiments, and a copy can be changed" {
  run "$pidlab" --suite "$prefix/share/pidlab" list --json
  assert_success
  assert_output "$("$pidlab" list --json)"
  cp -r "$prefix/share/pidlab" "$BATS_TEST_TMPDIR/mine"
  ln -sfn "$prefix/libexec/pidlab/experiments" "$BATS_TEST_TMPDIR/mine/experiments"
  sed -i 's/^child.pid .*= .*/child.pid = 7/' \
    "$BATS_TEST_TMPDIR/mine/expected/membership/setns_does_not_move_caller.toml"
  run "$pidlab" --suite "$BATS_TEST_TMPDIR/mine" run setns_does_not_move_caller
  [ "$status" -ne 77 ] || skip "needs a cell"
  assert_failure 1
  assert_output --partial "child.pid"
}

@test "each experiment is a program in libexec" {
  cd "$prefix/libexec/pidlab/experiments"
  diff <(find . -mindepth 2 -printf '%P\n' | sort) <(sort "$build/suite")
  run ./membership/setns_does_not_move_caller
  assert_line --regexp '^caller\.pid_before = [0-9]+$'
}

@test "--version names the commit of a clone, and only the version elsewhere" {
  local version commit
  version=$(sed -n 's/^project(pidlab VERSION \([^ ]*\).*/\1/p' "$BATS_TEST_DIRNAME/../../CMakeLists.txt")
  commit=$(git -C "$BATS_TEST_DIRNAME" rev-parse --short=12 HEAD) || skip "needs a clone"
  run "$pidlab" --version
  assert_output "pidlab $version (commit $commit)"
  cmake -D SOURCE="$BATS_TEST_TMPDIR" -D VERSION=1.2 -D OUTPUT="$BATS_TEST_TMPDIR/version.cpp" \
    -P "$BATS_TEST_DIRNAME/../../harness/base/write_version.cmake"
  run grep version "$BATS_TEST_TMPDIR/version.cpp"
  assert_output 'const char* const version = "1.2";'
}

@test "pidlab(1) has each command, with its options, and each exit status" {
  local command option
  while read -r command; do
    # shellcheck disable=SC2086 # "exercise start" is two words
    for option in '' $("$pidlab" --complete $command --); do
      echo "$command${option/--/ Fl -}"
    done
  done < <(commands) >"$BATS_TEST_TMPDIR/defined"
  # The options of a command come after its name.
  page pidlab.1 | awk '
    /^\.It Ic/ { $1 = $2 = ""; sub(/^ */, ""); sub(/ (Oo|Ar) .*/, ""); print name = $0 }
    /^\.It Fl/ && name { print name " Fl " $3 }' >"$BATS_TEST_TMPDIR/written"
  diff <(grep -v -- '-help$' "$BATS_TEST_TMPDIR/defined" | sort) <(sort "$BATS_TEST_TMPDIR/written")
  diff <("$pidlab" --help | sed -n '/^Exit status/,$s/^  \([0-9][0-9N+]*\) .*/\1/p') \
    <(page pidlab.1 | sed -n '/^.Sh EXIT/,/^.El/s/^.It //p')
}

@test "pidlab-expectation(5) has each key of expected/README.md" {
  diff <(page pidlab-expectation.5 | sed -n 's/^\.It Cm \([^ ]*\) Pq .*/\1/p') \
    <(sed -nE 's/^\| `([^`]+)` .*/\1/p' "$build/expected/README.md")
}

@test "pidlab-record(5) has each key of a record and of a journal" {
  cd "$BATS_TEST_TMPDIR"
  "$pidlab" run membership orphans --trace --repeat 2 --record record >/dev/null || [ $? -eq 77 ]
  "$pidlab" run membership/setns_does_not_move_caller --record /dev/stdout --format ktap 2>/dev/null |
    grep '^{' >journal || true
  # The values of these are names that others give.
  jq -r 'del(.. | .config?, .sysctls?, .tally?) | .. | objects | keys[]' record journal | sort -u >keys
  [ "$(wc -l <keys)" -gt 30 ]
  page pidlab-record.5 | grep -ohE '^\.(It )?Cm .*' | grep -oE '[a-z_]+' | sort -u >written
  run comm -23 keys written
  assert_output ""
}

@test "the manual pages have no error" {
  command -v mandoc >/dev/null || skip "needs mandoc"
  local file
  for file in "$prefix"/share/man/man?/*.gz; do
    run mandoc -T lint -W warning "$file"
    assert_output ""
    assert_success
  done
}

@test "zsh completes words, and calls its own completion for files" {
  command -v zsh >/dev/null || skip "needs zsh"
  # complete_after WORD...: what the function offers for the last word.
  complete_after() {
    # shellcheck disable=SC2016 # for zsh
    run zsh -fc 'f=$1; shift
      compadd() { print -rl -- ${(P)argv[-1]} }
      compset() { : }
      _files() { print "files $*" }
      words=("$@") CURRENT=$#words
      source $f' - "$prefix/share/zsh/site-functions/_pidlab" "$pidlab" "$@"
  }
  complete_after run --cell ''
  assert_output $'auto\nroot\nuser\nnone'
  complete_after show setns_does
  assert_output setns_does_not_move_caller
  complete_after judge ''
  assert_output "files "
  complete_after --suite ''
  assert_output "files -/"
}

@test "fish completes words and files" {
  command -v fish >/dev/null || skip "needs fish"
  cd "$BATS_TEST_TMPDIR"
  touch seen.json
  complete_after() {
    PATH=$prefix/bin:$PATH HOME=$BATS_TEST_TMPDIR XDG_DATA_DIRS=$prefix/share \
      run --separate-stderr fish -c "complete -C '$1'"
  }
  complete_after 'pidlab run --cell '
  assert_output $'auto\nnone\nroot\nuser'
  complete_after 'pidlab run --cell=u'
  assert_output --cell=user
  complete_after 'pidlab show setns_does'
  assert_output setns_does_not_move_caller
  complete_after 'pidlab judge se'
  assert_output --regexp '^seen.json'
}
