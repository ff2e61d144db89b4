# ci/boot --via vng: what it asks of vng, and what is said when that fails.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  boot=$BATS_TEST_DIRNAME/../boot
  mkdir "$BATS_TEST_TMPDIR/bin"
  { head -c 514 /dev/zero && printf 'HdrS%48s\1' ''; } >"$BATS_TEST_TMPDIR/bzImage"
  "$PIDLAB_STATIC" run --record "$BATS_TEST_TMPDIR/seen.json" orphans
  export SEEN=$BATS_TEST_TMPDIR/seen.json
}

# fake_vng < script: replaces vng, which is in Debian only since 13. It knows
# where the second serial line ends, $line.
fake_vng() {
  cat - >"$BATS_TEST_TMPDIR/bin/body"
  cat >"$BATS_TEST_TMPDIR/bin/vng" <<'END'
#!/usr/bin/env bash
for argument in "$@"; do
  case $argument in --qemu-opts=*file*) line=${argument#*file:} ;; esac
done
. "$(dirname "$0")/body"
END
  chmod +x "$BATS_TEST_TMPDIR/bin/vng"
}

via_vng() {
  [ "$(uname -m)" = x86_64 ] || skip "the bzImage is for x86-64"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run --separate-stderr "$boot" --via vng \
    "$BATS_TEST_TMPDIR/bzImage" --pidlab "$PIDLAB_STATIC" --accel tcg "$@"
}

@test "what comes back over the serial line is judged here" {
  fake_vng <<'END'
cat "$SEEN" >"$line"
echo "$*" >&2
echo "pidlab: the command in this machine exited with 0"
END
  via_vng --append noapic --console "$BATS_TEST_TMPDIR/console" -- 'init_*'
  assert_success
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:0 error:0$'
  run cat "$BATS_TEST_TMPDIR/console"
  assert_output --regexp '--disable-kvm .*--append noapic .*/bzImage'
  assert_output --partial 'pidlab-static run --require-cell --format ktap --record /dev/ttyS1 --timeout 60 --jobs 4 init_\*'
}

@test "a silent hang is ended and said" {
  fake_vng <<<'exec sleep 1000'
  via_vng --timeout 1
  assert_failure 99
  output=$stderr assert_output --partial "did not finish within 1 s"
}

@test "a kernel that cannot mount the machine's files panics, and that is said" {
  fake_vng <<<'echo "Kernel panic - not syncing: VFS: Unable to mount root fs" >&2'
  via_vng
  assert_failure 99
  output=$stderr assert_output --partial "panicked: Kernel panic - not syncing: VFS"
}

@test "without vng: what to install; for another machine: why not" {
  local tool
  for tool in bash env dirname realpath uname sed; do
    ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin"
  done
  run --separate-stderr env PATH="$BATS_TEST_TMPDIR/bin" "$boot" --via vng debian/7.2
  assert_failure 2
  output=$stderr assert_output --partial "apt-get install virtme-ng"
  fake_vng <<<''
  printf '%56sARMd%100s' '' '' >"$BATS_TEST_TMPDIR/bzImage"
  via_vng
  assert_failure 2
  output=$stderr assert_output --partial "vng boots with the files of this machine"
}
