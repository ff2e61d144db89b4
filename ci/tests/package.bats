# The files of a release, for this machine's architecture.

setup_file() {
  export build=${PIDLAB_STATIC%/*}
  cpack --config "$build/CPackConfig.cmake" -B "$BATS_FILE_TMPDIR" >/dev/null
  rm -r "$BATS_FILE_TMPDIR/_CPack_Packages"
  deb=$(echo "$BATS_FILE_TMPDIR"/*.deb)
  export deb
}

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
}

@test "the package of Debian needs no other package, and holds what an installation has" {
  run dpkg-deb --field "$deb" Depends
  assert_output ""
  cmake --install "$build" --prefix "$BATS_TEST_TMPDIR/installed" >/dev/null
  dpkg-deb --extract "$deb" "$BATS_TEST_TMPDIR/unpacked"
  run diff -r --no-dereference "$BATS_TEST_TMPDIR/installed" "$BATS_TEST_TMPDIR/unpacked/usr"
  # Only the package has these.
  assert_output "Only in $BATS_TEST_TMPDIR/unpacked/usr/share: doc
Only in $BATS_TEST_TMPDIR/unpacked/usr/share: lintian"
}

@test "lintian finds no error" {
  command -v lintian >/dev/null || skip "needs lintian"
  run lintian --allow-root --fail-on error "$deb"
  assert_success
}

@test "ci/release: the same files twice, with their checksums" {
  [ -z "$(git -C "$BATS_TEST_DIRNAME" status --porcelain)" ] ||
    skip "needs a tree without changes that are not committed"
  local native
  native=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
  cd "$BATS_TEST_TMPDIR"
  run "$BATS_TEST_DIRNAME/../release" --output one "$native"
  assert_success
  run "$BATS_TEST_DIRNAME/../release" --output two "$native"
  assert_success
  diff -r one two
  run ls one
  assert_output --regexp "^SHA256SUMS
pidlab-[0-9.]+-$native
pidlab-[0-9.]+\.tar\.gz
pidlab_[0-9.]+_$native\.deb$"
  cd one
  sha256sum --check --quiet SHA256SUMS
}

@test "ci/release refuses an architecture that it does not know" {
  run "$BATS_TEST_DIRNAME/../release" sparc
  assert_failure 2
  assert_output "release: expected amd64, arm64 or riscv64, got sparc"
}
