#!/bin/sh
# A shell that is PID 1 survives its own kill -KILL $$.
#
#   caller ──fork() after unshare(CLONE_NEWPID)─▶ init
status=0
# shellcheck disable=SC2016 # the inner shell expands $$
unshare --pid --fork sh -c '
  echo "init.pid = $$"
  kill -KILL $$
  echo "init.went_on = 1"
' || status=$?
# 1 means that unshare failed: the experiment is BROKEN.
[ "$status" -ne 1 ] || exit 1
echo "init.ended = \"exited $status\""
