# A part of the places of ci/hostile, and what it says if a place ends in another way.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  unshare --user --mount true 2>/dev/null || skip "needs user namespaces: not in a chroot"
  hostile=("$BATS_TEST_DIRNAME/../hostile" --pidlab "$PIDLAB_STATIC")
}

@test "places without a new /proc, without namespaces or without a file: as expected" {
  run "${hostile[@]}" masked-proc-user chroot-user root-without-setfcap deepest-level \
    without-free-namespaces deleted-file unreadable-file moved-root \
    moved-root-user no-file-size no-pending-signals bare-subset-pid
  assert_success
  assert_equal "$(grep -c 'as expected$' <<<"$output")" 12
}

@test "a place where less passes: the line says why, and the exit status is 1" {
  cat >"$BATS_TEST_TMPDIR/pidlab" <<'END'
#!/bin/sh
echo "ok 1 init/one # SKIP it is Monday"
echo "# Totals: pass:0 fail:0 skip:1 error:0"
END
  chmod +x "$BATS_TEST_TMPDIR/pidlab"
  run -1 "$BATS_TEST_DIRNAME/../hostile" --pidlab "$BATS_TEST_TMPDIR/pidlab" root
  assert_line --regexp '^root +0 +0 +0 +1 +fewer than 90 % pass: # SKIP it is Monday$'
}

@test "a place whose tool is not installed: it is reported as skipped" {
  command -v podman >/dev/null && skip "podman is installed"
  run -0 "${hostile[@]}" podman
  assert_line --regexp '^podman .* skipped: podman is not installed$'
}
