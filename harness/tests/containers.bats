# pidlab diagnose on containers: those that are healthy have nothing that fails
# or surprises.

setup() {
  load common
  need_root
}

# make_root: $root is a folder for containers, with the programs of this machine.
make_root() {
  local folder
  root=$BATS_TEST_TMPDIR/root
  mkdir -p "$root/usr"
  for folder in bin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done
}

# finds PID [RULE]: expects that nothing else fails or surprises below that
# process.
finds() {
  local found
  found=$("$PIDLAB" diagnose "$1" --json 2>/dev/null)
  assert_equal "$(jq -r '.findings[] | select(.severity != "for information").rule' <<<"$found")" "${2-}"
}

# in_podman PODMAN...: a container of podman with a program that handles
# SIGTERM, and one with a program that does not.
in_podman() {
  local container pid
  # As few demands on the machine as possible.
  local podman=("$@" --cgroup-manager=cgroupfs run --detach --network none
    --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 -v /usr:/usr:ro --rootfs "$root")
  container=$("${podman[@]}" bash -c 'trap : TERM; sleep 1000; :') || skip "needs a podman that works here"
  pid=$("$@" inspect --format '{{.State.Pid}}' "$container")
  eventually pgrep -P "$pid" -x sleep
  finds "$pid"
  "$@" rm --force --time 0 "$container"

  container=$("${podman[@]}" sleep 1000)
  pid=$("$@" inspect --format '{{.State.Pid}}' "$container")
  finds "$pid" discarded_sigterm
  "$@" rm --force --time 0 "$container"
}

@test "a container of podman: a program that handles SIGTERM, and one that does not" {
  command -v podman >/dev/null || skip "needs podman"
  make_root
  in_podman podman
}

@test "a container of podman without root" {
  command -v podman >/dev/null || skip "needs podman"
  make_root
  local home=$BATS_TEST_TMPDIR/home
  mkdir "$home"
  chown -R 65534:65534 "$root" "$home"
  chmod a+x "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$BATS_TEST_TMPDIR"
  in_podman setpriv --reuid 65534 --regid 65534 --clear-groups \
    env HOME="$home" XDG_RUNTIME_DIR="$home" podman
  # The process that keeps the user namespace of that user.
  kill "$(cat "$home/libpod/tmp/pause.pid")"
}

@test "a container of systemd-nspawn, with a program as the init, and with the init of systemd-nspawn" {
  command -v systemd-nspawn >/dev/null || skip "needs systemd-nspawn: install systemd-container"
  make_root
  mkdir "$root/etc"
  echo ID=test >"$root/etc/os-release"
  local nspawn=(systemd-nspawn --quiet --register=no --keep-unit --private-network
    --directory "$root" --bind-ro=/usr)
  "${nspawn[@]}" true || skip "needs a systemd-nspawn that works here"
  # started COMMAND...: starts it, waits until it runs sleep, and sets $init.
  started() {
    "${nspawn[@]}" "$@" >/dev/null 2>&1 3>&- &
    eventually runs_sleep "$!"
    init=$(pgrep -P "$!")
  }
  runs_sleep() {
    pgrep -x sleep -P "$1,$(pgrep -d, -P "$1")"
  } >/dev/null
  started bash -c 'trap : TERM; sleep 1000; :'
  finds "$init"
  kill -KILL "$init"
  wait
  started --as-pid2 sleep 1000
  finds "$init"
  kill -KILL "$init"
  wait
  started sleep 1000
  # It has a terminal.
  finds "$init" $'discarded_sigterm\ndiscarded_sigint'
  kill -KILL "$init"
  wait
}
