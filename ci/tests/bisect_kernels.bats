# ci/bisect and ci/boot on kernels built from source: takes a quarter of an hour
# on an idle machine and 3 GB in /tmp, and shows how long each step took.

setup_file() {
  bats_require_minimum_version 1.8.0
  local archive
  archive=$("$BATS_TEST_DIRNAME/../fetch-source" 6.1) || return 0
  cd "$BATS_FILE_TMPDIR" || return
  tar -xf "$archive"
  mv linux-source-6.1 tree
  cd tree || return
  export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=nobody GIT_COMMITTER_NAME=nobody
  export GIT_AUTHOR_EMAIL=nobody@example.org GIT_COMMITTER_EMAIL=nobody@example.org
  git init -q -b main
  # Only the folders that a commit changes need a history.
  echo '/*' >.git/info/exclude
  git add --force init kernel
  git commit -qm "The package"
}

setup() {
  bats_load_library bats-support
  bats_load_library bats-assert
  tree=$BATS_FILE_TMPDIR/tree
  [ -d "$tree" ] || skip \
    "needs the package linux-source-6.1: apt-get update, with a source of Debian 12"
  export PIDLAB_CACHE=$BATS_FILE_TMPDIR/cache
  bisect=$(realpath "$BATS_TEST_DIRNAME/../bisect")
  cd "$tree" || return
}

# show_steps: what ci/bisect said of each step, for the user who runs this test.
show_steps() { grep '^bisect:' <<<"$output" | sed 's/^/# /' >&3; }

@test "one of eight commits changes what getppid returns: ci/bisect finds it" {
  # Not the first or the last: they are found also if all are bad or all are good.
  local i seeded=$((RANDOM % 6 + 2))
  for i in {1..8}; do
    if [ "$i" -eq "$seeded" ]; then
      # The parent's PID in the initial namespace, instead of the caller's.
      sed -i '/^SYSCALL_DEFINE0(getppid)/,/^}/s/task_tgid_vnr/task_tgid_nr/' kernel/sys.c
    else
      printf '\n/* Harmless. */\n' >>"kernel/$(sed -n "$i"p <<<"cred.c
exit.c
fork.c
nsproxy.c
pid.c
pid_namespace.c
signal.c
sys.c")"
    fi
    git commit -qam "Change $i"
  done
  git bisect start HEAD HEAD~8 >/dev/null
  run git bisect run "$bisect" getppid_is_zero_for_a_parent_outside
  show_steps
  assert_success
  assert_equal "$(git log -1 --format=%s refs/bisect/bad)" "Change $seeded"
  assert_equal "$(git status --porcelain)" ""
}

@test "a kernel without CONFIG_PID_NS: both commands say so, without a verdict" {
  git checkout -q main
  sed -i '/^config PID_NS$/a depends on n' init/Kconfig
  git commit -qam "No PID namespaces"
  run "$bisect" getppid_is_zero_for_a_parent_outside
  show_steps
  assert_failure 125
  local why="cannot create a cell as root (clone: EINVAL): this kernel was built without CONFIG_PID_NS"
  assert_output --partial "$why"
  run --separate-stderr "$BATS_TEST_DIRNAME/../boot" "$PIDLAB_CACHE"/builds/*/linux
  assert_failure 99
  assert_output ""
  output=$stderr assert_output --partial "$why"
}
