# The static pidlab is one small file that contains everything and runs anywhere.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
}

# with_only_pidlab COMMAND: runs COMMAND in a root that has only pidlab and /proc. The
# old root stays in /old: no program in the new root can unmount it.
with_only_pidlab() {
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  unshare --user --mount true 2>/dev/null ||
    skip "needs a root that is a mount: not in a chroot"
  run --separate-stderr unshare --mount --pid --fork bash -c '
    mount -t tmpfs -o mode=755 none /mnt
    cp "$1" /mnt/pidlab
    mkdir /mnt/proc /mnt/old
    mount -t proc none /mnt/proc
    cd /mnt && pivot_root . old
    exec '"$1" - "$PIDLAB_STATIC"
}

@test "less than 7 MB" {
  assert [ "$(stat -c %s "$PIDLAB_STATIC")" -lt 7000000 ]
}

@test "in a container without a /tmp" {
  with_only_pidlab "/pidlab run membership"
  assert_success
  assert_line --index 1 --regexp ', cell root$'
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:[0-9]+ error:0$'
  refute_line --regexp '# SKIP ([^n]|needs [^L])' # only because the kernel is too old
}

@test "as an ordinary user" {
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  unshare --user --mount true 2>/dev/null || skip "needs user namespaces: not in a chroot"
  run --separate-stderr unshare --mount bash -c '
    mount -t tmpfs -o mode=755 none /mnt
    cp "$1" /mnt/pidlab
    cd /mnt
    exec setpriv --reuid 65534 --regid 65534 --clear-groups ./pidlab run membership
  ' - "$PIDLAB_STATIC"
  assert_success
  assert_line --index 1 --regexp ', cell user$'
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:[0-9]+ error:0$'
}

@test "as /init of a machine without arguments: it runs all experiments" {
  local kernel
  kernel=$("$BATS_TEST_DIRNAME/../fetch-kernel" uml/6.1 2>/dev/null) ||
    skip "needs uml/6.1: ci/fetch-kernel uml/6.1"
  cd "$BATS_TEST_TMPDIR"
  cp "$PIDLAB_STATIC" init
  cp "${kernel%/*}/config" config
  printf 'init\nconfig\n' | cpio --quiet -o -H newc >initramfs
  run timeout --kill-after=2 1200 "$kernel" "uml_dir=$PWD" mem=512M \
    "initrd=$PWD/initramfs" con0=fd:0,fd:1 con=null quiet panic=-1 </dev/null
  assert_line --partial "0 failed, 0 broken"
  assert_line --partial "pidlab: the command in this machine exited with 0"
}
