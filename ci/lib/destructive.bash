# shellcheck shell=bash disable=SC2034,SC2154
# The last part of ci/boot --destructive: each experiment that ends the machine becomes
# the init of a machine of its own. Its output comes over the record's line. ci/boot sees
# from outside how the machine ended, and adds that to the record as machine.said and
# machine.ended.

# QEMU reports events over QMP after the command qmp_capabilities.
mkfifo "$scratch/qmp.in"
exec 8<>"$scratch/qmp.in"
qemu+=(-chardev "pipe,id=qmp,path=$scratch/qmp" -mon "chardev=qmp,mode=control")

# last_words: prints the first line that a kernel writes when it panics, restarts, powers
# off or halts.
last_words() {
  tr -d '\r' <"$scratch/console" | grep -aoE -m 1 \
    'Kernel panic - not syncing: .*|reboot: (Restarting|Power down|System halted).*'
}

# await_end: sets `end` to how the machine ended, or to "none".
await_end() {
  local halted="" status=0
  end=none
  while kill -0 "$machine" 2>/dev/null; do
    if [ "$way" = uml ] && sort "$scratch/record" | uniq -d | grep -q .; then
      end=restart  # it starts again, and with it the experiment
    elif [[ $(last_words) == *halted ]]; then
      # A machine that still runs two seconds later has halted.
      : "${halted:=$(seconds)}"
      [ "$(seconds)" -lt $((halted + 2)) ] || end=halt
    fi
    [ "$end" = none ] || return 0
    sleep 0.1
  done 2>/dev/null
  wait "$machine" 2>/dev/null || status=$?
  if [ "$way" = uml ]; then
    status=uml-$status
  else
    status=$(jq -rn 'first(inputs | select(.event == "SHUTDOWN")).data.reason' \
      "$scratch/qmp.out") || true
  fi
  case $status in
    guest-shutdown | uml-0) end="power off" ;;
    guest-reset) end=restart ;;
    uml-134) end=panic ;;
  esac
  # With panic=-1, a kernel that panics restarts: only its message shows the panic.
  if [ "$end" = restart ] && [[ $(last_words) == *panic* ]]; then end=panic; fi
}

# Only the init of a machine can run these.
for name in $("$judge" join "$scratch/record"); do
  run=(exec "$name" "$line")
  make_initramfs
  mv "$scratch/record" "$scratch/all"
  tee "$scratch/qmp.out" "$scratch/console" "$scratch/record" </dev/null
  echo '{"execute": "qmp_capabilities"}' >&8
  start "$accel"
  await_end
  stop
  [ -z "$console" ] || tr -d '\r' <"$scratch/console" >>"$console"
  said=$(last_words) || said=nothing
  mv "$scratch/record" "$scratch/lines"
  mv "$scratch/all" "$scratch/record"
  "$judge" join "$scratch/record" "$name" "$scratch/lines" --said "$said" --ended "$end"
done
