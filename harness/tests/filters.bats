# What a seccomp filter answers is not a finding about the kernel.

bats_require_minimum_version 1.8.0

setup() {
  load common
  need_root
}

# refusing CALL NUMBER [ARGUMENT...]: runs experiments under a filter that
# refuses CALL with that errno, or kills its caller if the number is 0. There is
# neither a FAIL nor a BROKEN.
refusing() {
  run --separate-stderr "$REFUSE" "$1" "$2" "$PIDLAB" run --format ktap "${@:3}"
  refute_line --regexp '^not ok'
  assert_line --regexp '^# Totals: .* fail:0 .* error:0$'
}

@test "a call that is refused with EPERM or ENOSYS, or that kills" {
  local call number
  for call in setns clone3 unshare pidfd_open open_by_handle_at reboot listns; do
    for number in 1 38 0; do
      refusing "$call" "$number" --timeout 2
    done
  done
}

@test "a call that is refused for some flags only" {
  refusing 'unshare&0x20000000' 1 --timeout 2
  refusing 'clone&0x20000000' 1
}

@test "the reason has the finding and the remedy, and a record keeps both" {
  refusing unshare 1 --record "$BATS_TEST_TMPDIR/record.json" unshare_does_not_move_caller
  local reason='a seccomp filter may have answered instead of the kernel: run without one \(podman and Docker: --security-opt seccomp=unconfined; .*; otherwise FAIL: caller.unshare: expected "ok", observed "EPERM"'
  assert_line --regexp "^ok 1 .* # SKIP $reason"
  run -77 --separate-stderr "$PIDLAB" judge --format ktap "$BATS_TEST_TMPDIR/record.json"
  assert_line --regexp "^ok 1 .* # SKIP $reason"
}

@test "a needed call that a filter refuses is not missing in the kernel" {
  refusing pidfd_open 38 pidfd_cannot_signal_upwards
  assert_line --regexp 'SKIP needs the system call pidfd_open, which a seccomp filter may refuse: run without one'
}

@test "a failure without an error is a failure, with a filter or without one" {
  make_suite observes_two cannot_set_up
  run -1 --separate-stderr "$PIDLAB" --suite "$suite" run --format ktap
  assert_line --regexp '^not ok .*observes_two'
  assert_line --regexp '^not ok .*cannot_set_up'
  run -1 --separate-stderr "$REFUSE" unshare 1 \
    "$PIDLAB" --suite "$suite" run --format ktap
  assert_line --regexp '^not ok .*observes_two'
  assert_line --regexp '^ok .*cannot_set_up # SKIP a seccomp filter'
}
