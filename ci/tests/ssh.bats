# ci/boot --ssh: with a server of this test, on this machine.

bats_require_minimum_version 1.8.0

setup_file() {
  command -v /usr/sbin/sshd >/dev/null || return 0
  cd "$BATS_FILE_TMPDIR" || return
  ssh-keygen -q -t ed25519 -N '' -f host
  ssh-keygen -q -t ed25519 -N '' -f user
  cp user.pub authorized
  mkdir temporary
  export port
  for port in $(shuf -i 20000-60000 -n 20); do
    cat >server <<END
Port $port
ListenAddress 127.0.0.1
HostKey $PWD/host
AuthorizedKeysFile $PWD/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
SetEnv TMPDIR=$PWD/temporary
END
    # As root, sshd needs this folder, which the service creates.
    [ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
    /usr/sbin/sshd -D -f server 2>errors 3>&- &
    echo "$!" >pid
    for _ in $(seq 50); do
      ! kill -0 "$!" 2>/dev/null || ! ssh-keyscan -p "$port" 127.0.0.1 >known 2>/dev/null ||
        [ ! -s known ] || break 2
      sleep 0.1
    done
    kill "$!" 2>/dev/null || true
  done
  # ssh reads the files of the user's home from the password file, and ignores $HOME.
  mkdir bin
  cat >bin/ssh <<END
#!/bin/sh
exec $(command -v ssh) -F none -i '$PWD/user' -o UserKnownHostsFile='$PWD/known' "\$@"
END
  chmod +x bin/ssh
}

teardown_file() {
  [ ! -e "$BATS_FILE_TMPDIR/pid" ] || kill "$(<"$BATS_FILE_TMPDIR/pid")"
}

setup() {
  bats_load_library bats-support
  bats_load_library bats-assert
  boot=${BATS_TEST_FILENAME%/*}/../boot
  [ -x /usr/sbin/sshd ] || skip "needs sshd: apt-get install openssh-server"
  [ -s "$BATS_FILE_TMPDIR/known" ] || skip "sshd does not start: $(cat "$BATS_FILE_TMPDIR/errors")"
  PATH=$BATS_FILE_TMPDIR/bin:$PATH
  host=ssh://$(id -un)@127.0.0.1:$port
  cd "$BATS_TEST_TMPDIR" || return
}

@test "the record comes back, and nothing is left there" {
  run --separate-stderr "$boot" --ssh "$host" --pidlab "$PIDLAB_STATIC" --record record.json \
    -- orphans
  assert_success
  assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:[0-9]+ error:0$'
  assert_equal "$stderr" ""
  run "$PIDLAB_STATIC" judge record.json
  assert_success
  refute pgrep -f "$BATS_FILE_TMPDIR/temporary/.*/pidlab run"
  run ls -A "$BATS_FILE_TMPDIR/temporary"
  refute_output
}

@test "a machine that cannot be reached, and what has no effect" {
  run --separate-stderr "$boot" --ssh "nobody@127.0.0.1:$port" --pidlab "$PIDLAB_STATIC"
  assert_failure 2
  output=$stderr assert_output --partial "ssh cannot run a command there"
  run --separate-stderr "$boot" --ssh "$host" --pidlab "$PIDLAB_STATIC" --memory 300
  assert_failure 2
  assert_equal "$stderr" "boot: --memory has no effect with ssh: remove it"
}

@test "a connection that ends: what was recorded is judged" {
  cat >ends <<'END'
#!/bin/sh
if [ "$1 $2" = "run --format" ]; then
  "$PIDLAB_STATIC" "$@" | sed '/"verdict"/q'
else
  exec "$PIDLAB_STATIC" "$@"
fi
END
  sed -i "s|\$PIDLAB_STATIC|$PIDLAB_STATIC|" ends
  chmod +x ends
  run --separate-stderr "$boot" --ssh "$host" --pidlab "$PWD/ends" --record record.json -- orphans
  assert_failure 99
  output=$stderr assert_output --partial "$host ended before pidlab did"
  run "$PIDLAB_STATIC" judge record.json
  assert_failure 99
  assert_line --regexp '^ok [0-9]+ '
  assert_line --partial "Bail out! cut before its end"
}
