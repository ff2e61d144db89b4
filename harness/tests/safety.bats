# Nobody but the experiment is signaled, and no file of another user is opened or
# written in its place.

setup() {
  load common
}

# unchecked FILE...: prints each call that signals by a number that can be -1 or 0: a
# failed fork returns -1, and kill(-1) signals all processes. A number is checked if it
# is in must(), or if the lines above compare it. kill(-1) and kill(0) need a check of
# the PID namespace, or a session of their own.
unchecked() {
  perl -0777 -ne '
    my $code = s,//.*|"(\\.|[^"\\\n])*",,gr;
    sub checked {
      my ($number, $above) = @_;
      return 1 if $number =~ /^([1-9]\d*|getpid\(\))$/;
      my $scope = $number eq "0" ? qr/must\(setsid\(\)\)/ : qr/getpid\(\) != 1|getppid\(\) != 0/;
      return 1 if $number =~ /^(-|0$)/ && $above =~ $scope;
      $number =~ s/^-//;
      my ($since) = $above =~ /.*[^\w.]\Q$number\E = (.*)/s;
      $since //= $above;
      return 1 if $since =~ /^(must\(|getpid\(\))|\b\Q$number\E ((<=|>) [01]\b|== -1)/;
      $since =~ /^(\w+) \+ \d/ && checked($1, $above);
    }
    while ($code =~ /\b(?:(?:kill(?:pg)?|tgkill|sigqueue)\(|SYS_(?:kill|tkill|tgkill|rt_\w*sigqueueinfo),)\s*
                      (-?[\w.]+(?:\(\))?),\s*([^;]*)/gx) {
      my ($number, $rest, $above) = ($1, $2, $`);
      next if $rest =~ /^(\w+, )?(0|check)\b/ || checked($number, $above);
      print "$ARGV:", 1 + ($above =~ tr/\n//), ": $number\n";
    }' "$@"
}

@test "what is signaled by a number has been checked" {
  cd "$(readlink -f "$(dirname "$PIDLAB")/source")/.." || return
  run xargs -0 -a <(git ls-files -z '*.cpp' '*.h') bash -c "$(declare -f unchecked)"'
    unchecked "$@"' -
  assert_success
  assert_output ""
}

@test "a number that is not checked is found" {
  cat >"$BATS_TEST_TMPDIR/one.cpp" <<'END'
const pid_t fine = must(fork());
kill(fine, SIGTERM);
const pid_t child = fork();
kill(child, SIGTERM);
kill(child, 0);
if (child > 0) kill(child, SIGTERM);
syscall(SYS_tgkill, other, other, SIGTERM);
kill(-1, SIGKILL);
END
  run unchecked "$BATS_TEST_TMPDIR/one.cpp"
  assert_output "$BATS_TEST_TMPDIR/one.cpp:4: child
$BATS_TEST_TMPDIR/one.cpp:7: other
$BATS_TEST_TMPDIR/one.cpp:8: -1"
}

@test "a record is not written through a link that another user has made" {
  need_root
  make_suite observes_one
  echo old >"$BATS_TEST_TMPDIR/real.json"
  ln -s real.json "$BATS_TEST_TMPDIR/link.json"
  chown --no-dereference 65534 "$BATS_TEST_TMPDIR/link.json"
  in_suite run --record "$BATS_TEST_TMPDIR/link.json"
  assert_equal "$status" 2
  assert_equal "$stderr" "pidlab: $BATS_TEST_TMPDIR/link.json: is a symbolic link of another user: name another file"
  assert_equal "$(cat "$BATS_TEST_TMPDIR/real.json")" old
}

@test "diagnose does not open a pipe that a user has mounted on a file of /proc" {
  mkdir "$BATS_TEST_TMPDIR/1"
  mkfifo "$BATS_TEST_TMPDIR/1/status"
  in_namespaces 'unshare --pid --fork --kill-child --mount-proc \
      bash -c "mount --bind \"$BATS_TEST_TMPDIR/1\" /proc/1; echo; sleep 1000" >"$BATS_TEST_TMPDIR/ready" &
    until [ -s "$BATS_TEST_TMPDIR/ready" ]; do :; done
    timeout -s KILL 20 "$PIDLAB" diagnose >/dev/null
    echo "$?"'
  assert_line --regexp '^[01]$'
}
