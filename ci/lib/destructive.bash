# shellcheck shell=bash disable=SC2034,SC2154
# The part of ci/boot --destructive that comes after all is run that leaves the
# machine alive: each experiment that ends it becomes the init of one of its own.
# What it says comes over the record's line. How the machine ended is seen from
# outside, and joins the record as machine.said and machine.ended.

# What QEMU sees, it says over QMP, once it has been greeted.
mkfifo "$scratch/qmp.in"
exec 8<>"$scratch/qmp.in"
qemu_more+=(-chardev "pipe,id=qmp,path=$scratch/qmp" -mon "chardev=qmp,mode=control")

# last_words: the kernel's on its end, if it has come to that.
last_words() {
  tr -d '\r' <"$scratch/console" | grep -aoE -m 1 \
    'Kernel panic - not syncing: .*|reboot: (Restarting|Power down|System halted).*'
}

# await_end: sets `end` to what became of the machine, or to "none".
await_end() {
  local halted="" status=0
  end=none
  while kill -0 "$machine" 2>/dev/null; do
    if [ "$way" = uml ] && sort "$scratch/record" | uniq -d | grep -q .; then
      end=restart  # it starts itself again, and with it the experiment
    elif [[ $(last_words) == *halted ]]; then
      # To stay is to be there still after some time.
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
  # panic=-1 makes it restart; so it is the kernel that tells the two apart.
  if [ "$end" = restart ] && [[ $(last_words) == *panic* ]]; then end=panic; fi
}

# All of these were skipped, as nothing but the machine's init can show them. A
# User-Mode Linux has no power to take away: it halts instead, and halted it ends.
jq --arg way "$way" '.experiments |= map(
  if $way == "uml" and (.name | test("^reboot_(halt|power_off)_in_the_initial"))
  then .ending_reason = "needs a machine that stays when its kernel halts: QEMU"
  else . end)' "$scratch/record" >"$scratch/all"
alone=$(jq -r '.experiments[] | select(.ending == "skipped"
  and (.ending_reason | test("^needs to be the init of a machine"))).name' \
  "$scratch/all")
for name in $alone; do
  run=(exec "$name" "$line")
  make_initramfs
  tee "$scratch/qmp.out" "$scratch/console" "$scratch/record" </dev/null
  echo '{"execute": "qmp_capabilities"}' >&8
  start "$accel"
  await_end
  stop
  [ -z "$console" ] || tr -d '\r' <"$scratch/console" >>"$console"

  # What it wrote in its next life, if it got one, is no part of this one.
  tr -d '\r' <"$scratch/record" |
    awk -v again="$end" 'again == "restart" && seen[$0]++ { exit } 1' \
      >"$scratch/lines"
  said=$(last_words) || said=nothing
  jq --arg name "$name" --arg said "$said" --arg ended "$end" \
    --rawfile lines "$scratch/lines" '
    ($lines | split("\n") | map(select(. != ""))) as $lines
    | [$lines[]
        | capture("^(?<name>[a-z_.]+) = (?<value>-?[0-9]+|\".*\")$")
        | .value |= fromjson] as $seen
    | (if $lines == [] then "ended before the experiment; its console: \($said)"
       elif ($seen | length) < ($lines | length) then $lines[-1]
       elif ($seen | unique_by(.name) | length) < ($seen | length)
       then "observed something twice"
       else "" end) as $broken
    | .experiments |= map(
        if .name != $name then . else
          .ending = (if $broken == "" then "finished" else "broken" end)
          | .ending_reason = $broken
          | .observations = [
              ($seen[], {name: "machine.said", value: $said},
               {name: "machine.ended", value: $ended}) + {pid: 0, ms: 0}]
        end)' "$scratch/all" >"$scratch/more"
  mv "$scratch/more" "$scratch/all"
done
mv "$scratch/all" "$scratch/record"
