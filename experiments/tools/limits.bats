# Resource limits are inherited into a new PID namespace unchanged. The parent,
# the process group and the session have no PID there.

setup() {
  load cell
  needs_namespaces
}

@test "prlimit --nofile --nproc --locks: init inherits the limits" {
  needs "hard limits of 256 files, 512 processes and 32 locks" \
    "raise them in /etc/security/limits.conf" \
    prlimit --nofile=256 --nproc=512 --locks=32 true
  run as_root prlimit --nofile=256 --nproc=512 --locks=32 \
    unshare --pid --fork \
    prlimit --nofile --nproc --locks --raw --noheadings \
    --output RESOURCE,SOFT,HARD
  assert_success
  assert_output "NOFILE 256 256
NPROC 512 512
LOCKS 32 32"
}

@test "ps -efj inside: PPID, PGID and SID are 0, because their processes are outside" {
  needs "ps" "install procps" type ps
  run as_root unshare --pid --fork --mount-proc ps -efj
  assert_success
  assert_line --index 0 --regexp '^UID +PID +PPID +PGID +SID '
  assert_line --index 1 --regexp '^[^ ]+ +1 +0 +0 +0 .* ps -efj$'
  assert_equal "${#lines[@]}" 2
}

# As above, but init creates a new session. Its parent is still outside.
@test "setsid ps -efj inside: PGID and SID are 1, PPID is still 0" {
  needs "ps" "install procps" type ps
  run as_root unshare --pid --fork --mount-proc setsid ps -efj
  assert_success
  assert_line --index 1 --regexp '^[^ ]+ +1 +0 +1 +1 .* ps -efj$'
  assert_equal "${#lines[@]}" 2
}
