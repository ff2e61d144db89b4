# What ci/boot refuses: it says so before it boots, and exits with 2, which is not
# a verdict.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  boot=$BATS_TEST_DIRNAME/../boot
}

# refused TEXT ARGUMENTS...: nothing is booted, and stderr contains TEXT.
refused() {
  run --separate-stderr "$boot" "${@:2}"
  assert_failure 2
  assert_output ""
  output=$stderr assert_output --partial "$1"
}

need_uml() {
  "$BATS_TEST_DIRNAME/../fetch-kernel" uml/6.1 >/dev/null 2>&1 ||
    skip "needs uml/6.1: ci/fetch-kernel uml/6.1"
}

@test "a value that is missing or wrong" {
  local option
  for option in --timeout --format --qemu --record; do
    refused "$option needs a value" uml/6.1 "$option"
  done
  refused "--timeout: expected a positive integer, got abc" uml/6.1 --timeout abc
  refused "--cpus: expected a positive integer, got 0" uml/6.1 --cpus 0
  refused "--memory: expected a positive integer, got 1G" uml/6.1 --memory 1G
  refused "--format: expected pretty, ktap, junit, json, lava or kcidb, got yaml" uml/6.1 --format yaml
  refused "--accel: expected kvm or tcg, got xen" uml/6.1 --accel xen
  refused "--accel: expected kvm or tcg, got kvm or tcg" uml/6.1 --accel "kvm or tcg"
  refused "--via: expected vng, got ssh" uml/6.1 --via ssh
}

@test "a path that does not exist" {
  refused "--record /nowhere/record: the folder /nowhere does not exist" uml/6.1 --record /nowhere/record
  refused "--console /nowhere/x: the folder /nowhere does not exist" uml/6.1 --console /nowhere/x
  refused "--root /nowhere: not a folder" uml/6.1 --root /nowhere
  refused "--pidlab /nowhere: not a program" uml/6.1 --pidlab /nowhere
}

@test "a file that is not a kernel, or a kernel for another architecture" {
  refused "/etc/passwd" /etc/passwd
  refused "/nowhere/bzImage" /nowhere/bzImage
  { printf '\x7fELF%14s\x14\0' '' && echo 'Linux version 6.1'; } >"$BATS_TEST_TMPDIR/vmlinux"
  refused "expected a kernel for x86-64, arm64 or riscv64" "$BATS_TEST_TMPDIR/vmlinux"
  { head -c 514 /dev/zero && printf 'HdrS%100s' ''; } >"$BATS_TEST_TMPDIR/bzImage"
  refused "expected a kernel for x86-64, arm64 or riscv64" "$BATS_TEST_TMPDIR/bzImage"
  printf '%56sARMd%100s' '' '' >"$BATS_TEST_TMPDIR/Image"
  refused "is for arm64, not amd64" "$BATS_TEST_TMPDIR/Image" --arch amd64
}

@test "a kernel that cannot be fetched" {
  export PIDLAB_CACHE=$BATS_TEST_TMPDIR/cache PIDLAB_KEYRING=/nowhere
  refused "debian/6.1 is not in the cache: /nowhere cannot be read" debian/6.1
}

@test "options that such a kernel does not use" {
  need_uml
  refused "--accel has no effect with uml: remove it" uml/6.1 --accel tcg
  refused "--qemu has no effect with uml: remove it" uml/6.1 --qemu -s
  refused "--memory has no effect with gvisor: remove it" --runsc --memory 300
  refused "--cpus has no effect with gvisor: remove it" --runsc --cpus 1
  run --separate-stderr "$boot" uml/6.1 --cpus 4 --dry-run
  assert_success
  output=$stderr assert_output --partial "uml/6.1 has one processor, not 4"
}

@test "arguments that pidlab would refuse in the machine" {
  need_uml
  refused 'unknown experiment or chapter "nonsense"' uml/6.1 -- nonsense
  refused "--frob" uml/6.1 -- --frob
  refused "--repeat" uml/6.1 -- --repeat many orphans
  refused "--format must be before --" uml/6.1 -- --format ktap
  refused "--record=x must be before --" uml/6.1 -- orphans --record=x
}
