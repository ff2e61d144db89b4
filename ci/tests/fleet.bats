# ci/fleet: what collects records from many machines.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  fleet=$BATS_TEST_DIRNAME/../fleet
  cd "$BATS_TEST_TMPDIR" || return
  # Nothing of the user's Ansible is read, and nothing is left in /tmp.
  export ANSIBLE_HOME=$PWD/home ANSIBLE_LOCAL_TEMP=$PWD/local ANSIBLE_REMOTE_TEMP=$PWD/remote
  export ANSIBLE_NOCOWS=1 TMPDIR=$PWD
}

@test "the Job of Kubernetes is valid, and the check refuses a wrong one" {
  local models=${XDG_CACHE_HOME:-$HOME/.cache}/pidlab/npm
  [ -d "$models/node_modules/kubernetes-models" ] ||
    skip "needs npm install --prefix $models kubernetes-models@5.1.0 js-yaml"
  run node "$BATS_TEST_DIRNAME/kubernetes.mjs" "$models" "$fleet/job.yaml"
  assert_success
  sed 's/backoffLimitPerIndex/backoffLimitPerIndexes/; s/drop: .*/drop: ALL/' \
    "$fleet/job.yaml" >wrong.yaml
  run node "$BATS_TEST_DIRNAME/kubernetes.mjs" "$models" wrong.yaml
  assert_failure
  assert_line --partial "/capabilities/drop type"
  assert_line "/spec/backoffLimitPerIndexes is not a key of the schema"
}

@test "the pod succeeds where all is SKIPped, and its log is a record" {
  mkdir -p suite/init
  cat >suite/init/never.toml <<'END'
claim = "It needs a file that does not exist."
why = "There is nothing at /nowhere."
man = ["pid_namespaces(7)"]
kernel = [{ file = "kernel/pid.c", symbol = "alloc_pid", read_at = "7.2" }]
needs = { file = ["/nowhere"] }
expect.caller.x = 1
END
  printf '#!/bin/sh\n' >suite/init/never.sh
  chmod +x suite/init/never.sh
  local words
  IFS=', ' read -ra words <<<"$(sed -nE 's/^ +args: \[(.*)\]$/\1/p' "$fleet/job.yaml")"
  run "$PIDLAB_STATIC" --suite suite "${words[@]}"
  assert_success
  assert_line --partial "# SKIP needs /nowhere"
  echo "$output" >node.json
  run "$PIDLAB_STATIC" --suite suite judge node.json
  assert_failure 77
}

@test "the playbook brings the record of each host" {
  command -v ansible-playbook >/dev/null || skip "needs ansible-playbook: apt-get install ansible-core"
  printf '%s ansible_connection=local\n' one two >hosts
  run ansible-playbook -i hosts "$fleet/playbook.yaml" \
    -e "pidlab=$PIDLAB_STATIC ansible_python_interpreter=/usr/bin/python3" \
    -e '{"experiments": ["orphans"]}'
  assert_success
  run "$PIDLAB_STATIC" matrix records
  assert_success
  assert_line --regexp '^ 1  2 records '
  run find . -name '*.pidlab'
  assert_output ""
}

@test "a folder that cannot execute programs: the playbook fails, and leaves nothing" {
  command -v ansible-playbook >/dev/null || skip "needs ansible-playbook: apt-get install ansible-core"
  echo "not a program" >text
  echo 'one ansible_connection=local' >hosts
  run ansible-playbook -i hosts "$fleet/playbook.yaml" \
    -e "pidlab=$PWD/text ansible_python_interpreter=/usr/bin/python3"
  assert_failure 2
  run find . -name '*.pidlab' -o -name '*.json' -path '*/records/*'
  assert_output ""
}
