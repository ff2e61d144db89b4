# ci/Containerfile in podman. What a profile does not allow is a SKIP.

setup_file() {
  bats_require_minimum_version 1.8.0
  # An ordinary user keeps its image here, too.
  place=$(mktemp -d)
  export place
  chmod 1777 "$place"
  mkdir "$place/context"
  cp "$PIDLAB_STATIC" "$place/context/pidlab-static"
  cp "$BATS_TEST_DIRNAME/../Containerfile" "$place/context"
}

teardown_file() {
  rm -r --one-file-system "$place"
}

setup() {
  bats_load_library bats-support
  bats_load_library bats-assert
  command -v podman >/dev/null || skip "needs podman"
}

# in_container COMMAND... -- OPTION...: builds the image and runs it with these options
# of podman run. COMMAND calls podman as another user.
in_container() {
  local as=()
  while [ "$1" != -- ]; do
    as+=("$1")
    shift
  done
  shift
  local storage=$place/$BATS_TEST_NUMBER
  "${as[@]}" mkdir "$storage"
  as+=(env HOME="$storage" XDG_RUNTIME_DIR="$storage" podman --storage-driver vfs
    --cgroup-manager cgroupfs --root "$storage/root" --runroot "$storage/run")
  # crun of podman 4.3 refuses hybrid cgroups.
  ! command -v runc >/dev/null || as+=(--runtime runc)
  cd "$place" || return
  run "${as[@]}" build --quiet --tag pidlab "$place/context"
  [ "$status" -eq 0 ] || skip "podman cannot build an image here: ${lines[-1]}"
  local run=("${as[@]}" run --rm --network none --ulimit nofile=1024:1024
    --ulimit nproc=1024:1024 "$@" pidlab)
  run "${run[@]}" list
  [ "$status" -eq 0 ] || skip "podman cannot run a container here: ${lines[-1]}"
  run --separate-stderr "${run[@]}"
}

# only_passes_and_skips: expects that all experiments passed or were SKIPped, and the
# exit status that says so.
only_passes_and_skips() {
  assert_line --regexp '^# Totals: pass:[0-9]+ fail:0 skip:[0-9]+ error:0$'
  if grep -q '^# Totals: pass:0 ' <<<"$output"; then
    assert_failure 77
    # Each says what is missing.
    refute_line --regexp '# SKIP *$'
  else
    assert_success
  fi
}

@test "as root with the default profile" {
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  in_container --
  only_passes_and_skips
}

@test "as root with all that a container can have" {
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  in_container -- --privileged
  only_passes_and_skips
  assert_success
}

@test "as an ordinary user with the default profile" {
  local as=()
  [ "$(id -u)" -ne 0 ] || as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
  in_container "${as[@]}" --
  only_passes_and_skips
}
