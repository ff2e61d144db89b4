# How to find namespaces: the links in /proc, lsns, /run/netns. The links and
# older versions of lsns do not show a namespace without a process. cgroup.procs
# lists the members of a cgroup by the reader's PIDs.

setup() {
  load cell
}

@test "readlink /proc/self/ns/pid: the number is the inode number of the link's target" {
  run readlink /proc/self/ns/pid
  assert_success
  assert_output "pid:[$(stat --dereference --format %i /proc/self/ns/pid)]"
}

@test "readlink /proc/*/task/*/ns/* | sort -u: lists the namespaces of all tasks, also of PID 1" {
  needs_namespaces
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits until the scenario ends.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

    readlink /proc/*/task/*/ns/* | sort -u >every_task
    readlink /proc/1/task/*/ns/* | sort -u >pid_1
    comm -13 every_task pid_1  # prints nothing: PID 1 is one of the tasks
    comm -23 every_task pid_1
    readlink "/proc/$COPROC_PID/ns/pid_for_children"
SCENARIO
  assert_success
  assert_equal "${#lines[@]}" 2
  assert_line --index 0 --regexp '^pid:\[[0-9]+\]$'
  assert_equal "${lines[0]}" "${lines[1]}"
}

@test "lsns -t pid: shows a nested namespace, its parent and its members" {
  needs_namespaces
  needs "lsns" "install util-linux" type lsns
  run in_cell <<'SCENARIO'
    # "up" means that init runs. It then waits until the scenario ends.
    coproc unshare --pid --fork sh -c 'echo up; read -r _'
    read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

    # To a file, not to a pipe: lsns may or may not count the reader of a pipe.
    lsns --type pid --raw --noheadings --output NS,PNS,NPROCS,PID >listed
    # The scenario is PID 1, unshare is 2, init is 3.
    outer=$(stat --dereference --format %i /proc/1/ns/pid)
    inner=$(stat --dereference --format %i /proc/3/ns/pid)
    sed "s/$outer/outer/g; s/$inner/inner/g" listed | sort
SCENARIO
  assert_success
  # The parent of the outer namespace is not visible here: 0.
  # Its three members are the scenario, unshare and lsns.
  assert_output "inner outer 1 3
outer 0 3 1"
}

@test "lsns -t pid: does not show a namespace that only a mount keeps" {
  needs_namespaces
  needs "lsns" "install util-linux" type lsns
  if lsns --help | grep --quiet persistent; then
    skip "needs lsns before 2.39: later versions look at mounts too"
  fi
  run in_cell <<'SCENARIO'
    # mount is PID 1 and the only process of the namespace that it binds.
    touch held
    unshare --pid --fork mount --bind /proc/self/ns/pid held
    stat --format "held: %i" held
    stat --dereference --format "PID 1: %i" /proc/1/ns/pid
    lsns --type pid --raw --noheadings --output NS
SCENARIO
  assert_success
  assert_equal "${#lines[@]}" 3
  assert_not_equal "${lines[0]#held: }" "${lines[1]#PID 1: }"
  assert_equal "${lines[2]}" "${lines[1]#PID 1: }"
}

@test "ip netns add: creates a network namespace in /run/netns without any task" {
  needs_namespaces
  needs "ip" "install iproute2" type ip
  needs "network namespaces" "a kernel with CONFIG_NET_NS" \
    as_root unshare --net true
  run in_cell <<'SCENARIO'
    mount -t tmpfs tmpfs /run  # the /run of the machine stays as it is
    # ip leaves its network namespace and returns to it. An ordinary user can
    # return only to a namespace that the new user namespace owns: unshare --net.
    unshare --net ip netns add lab
    ip netns list
    stat --file-system --format %T /run/netns/lab

    named="net:[$(stat --format %i /run/netns/lab)]"
    readlink /proc/*/task/*/ns/net | grep --fixed-strings "$named" ||
      echo "in no task"
    [ "$(nsenter --net=/run/netns/lab readlink /proc/self/ns/net)" = "$named" ]
SCENARIO
  assert_success
  assert_output "lab
nsfs
in no task"
}

@test "/sys/fs/cgroup: cgroup.procs has the reader's PIDs, and 0 for a process without one" {
  needs_namespaces
  needs "cgroup v2 and cgroup namespaces" "run a kernel with CONFIG_CGROUPS" \
    as_root unshare --cgroup --mount mount -t cgroup2 none /sys/fs/cgroup
  run in_cell <<'SCENARIO'
    # In the initial cgroup namespace the mount would set options for the machine.
    exec unshare --cgroup bash -eu -c '
      mount -t cgroup2 none /sys/fs/cgroup
      cd /sys/fs/cgroup
      # "up" means that init runs. It then waits until the scenario ends.
      coproc unshare --pid --fork sh -c "echo up; read -r _"
      read -r _ <&"${COPROC[0]}"  # fails at end-of-file if unshare failed

      mapfile -t members <cgroup.procs  # does not need another process
      echo "outside:" $(printf "%s\n" "${members[@]}" | sort -un)
      echo "inside:" $(unshare --pid --fork sort -un cgroup.procs)'
SCENARIO
  assert_success
  # The scenario is 1, mount was 2, unshare is 3, init is 4. The processes
  # outside that started them are 0.
  assert_output "outside: 0 1 3 4
inside: 0 1"
}
