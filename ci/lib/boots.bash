# shellcheck shell=bash disable=SC2154
# For ci/boot: starts machines, one after the other, until each selected experiment
# has run. An experiment that ends or hangs its machine makes another boot necessary.

# A machine that records nothing for this many seconds hangs: without a --timeout,
# pidlab ends each experiment sooner.
stall=75

# start ACCEL: starts the machine in the background, with a deadline. Its standard output
# goes to the file of the console or of the record.
start() {
  "${way}_command" "$1"
  setpriv --pdeathsig TERM timeout --kill-after=2 "$timeout" "${command[@]}" \
    </dev/null >"$scratch/$output" 2>"$scratch/errors" 9>"$scratch/record" &
  machine=$!
}

# end_rest: kills the processes of the machine that are left, and waits about five seconds
# at most for their end. They can be in other sessions, so timeout does not kill all of
# them. Their command lines name a file in $scratch.
end_rest() {
  local tries
  kill -KILL -- "-$machine" ${watcher:+"$watcher"} 2>/dev/null || true
  [ -z "$watcher" ] || wait "$watcher" 2>/dev/null || true
  machine="" watcher=""
  for ((tries = 0; tries < 100; tries++)); do
    pkill -KILL -f "$scratch/" || return 0
    sleep 0.05
  done
}

stop() {
  kill "$machine" 2>/dev/null || true
  wait "$machine" 2>/dev/null || true
  end_rest
}

# seconds: prints the time of this machine in seconds.
seconds() { echo "${EPOCHREALTIME%.*}"; }

# kernel_speaks S: whether the kernel prints its version within S seconds. A line of
# QEMU or vng does not count.
kernel_speaks() {
  local end=$(($(seconds) + $1))
  until grep -qa 'Linux version' "$scratch/console"; do
    [ "$(seconds)" -lt "$end" ] && kill -0 "$machine" 2>/dev/null || return
    sleep 0.05
  done
}

# choose_accel: sets $accel. With KVM, the machine has started when this returns.
choose_accel() {
  accel=tcg
  # A writable /dev/kvm does not always work: wait until the kernel prints its version.
  if [ -z "$foreign" ] && [ -w /dev/kvm ]; then
    start kvm
    [ "$way" = vng ] && patience=10 || patience=3
    if kernel_speaks "$patience" 2>/dev/null; then accel=kvm; else stop; fi
  fi
  echo "boot: $kernel under $accel" >&2
}

# unpacked_record: prints the record so far. pidlab compresses what it writes to a
# serial line. Other programs do not have to.
unpacked_record() { zcat -f <"$scratch/record" 2>/dev/null || true; }

# show_progress: on a terminal, prints the number of the boot, and the experiment that
# has started last if the machine reports one.
show_progress() {
  local running
  [ -t 2 ] || return 0
  running=$(unpacked_record | sed -n '$s/^{"started":"\(.*\)"}$/: \1/p')
  printf '\rboot: %s, boot %d%s\e[K' "$kernel" "$boots" "$running" >&2
}

# watch_machine PID: ends a machine that hangs. While the record is empty, the machine
# still boots.
watch_machine() {
  local size=0 now last
  last=$(seconds)
  while sleep 1 && kill -0 "$1" 2>/dev/null; do
    show_progress
    now=$(stat -c %s "$scratch/record")
    [ "$now" = "$size" ] || { size=$now && last=$(seconds); }
    if [ "$size" -eq 0 ] || [[ " ${selection[*]} " == *" --timeout"* ]] ||
      [ "$(seconds)" -le $((last + stall)) ]; then
      continue
    fi
    touch "$scratch/stalled"
    kill "$1"
  done
  [ ! -t 2 ] || printf '\r\e[K' >&2
}

# boot_once: starts the machine, if it has not started, and waits for its end. Sets $crash
# to the failure, or to "".
boot_once() {
  local status=0 began
  rm -f "$scratch/stalled"
  [ -n "$machine" ] || start "$accel"
  began=$(seconds)
  watch_machine "$machine" &
  watcher=$!
  wait "$machine" 2>/dev/null || status=$?
  end_rest
  tr -d '\r' <"$scratch/console" | cat - "$scratch/errors" >"$scratch/log"
  [ -z "$console" ] || cat "$scratch/log" >>"$console"
  ended=$(sed -n "s/^$last_line //p" "$scratch/log")
  crash=""
  if came_to_end; then
    [ "${ended:-0}" -lt 128 ] || crash="ran pidlab, which signal $((ended - 128)) killed"
  elif grep -qa 'Kernel panic' "$scratch/log"; then
    crash="panicked: $(grep -oam1 'Kernel panic.*' "$scratch/log")"
  elif [ -e "$scratch/stalled" ]; then
    crash="hung: it recorded nothing for $stall s"
  elif [ "$status" -ne 0 ] && [ "$(seconds)" -ge $((began + timeout)) ]; then
    crash="did not finish within $timeout s"
  else
    crash="ended before pidlab did"
  fi
}

# boot_for_all: boots until all selected experiments are in $scratch/all, or until a boot
# adds none. After the first crash, experiments run one at a time, so that the next crash
# shows its cause.
boot_for_all() {
  local ran=() except=() known=0 name
  for ((boots = 1; ; boots++)); do
    boot_once
    unpacked_record >"$scratch/part"
    if [ ! -s "$scratch/part" ]; then
      # On a busy machine, QEMU without KVM delivers timer interrupts late, and a
      # kernel may panic before it starts init.
      [ "$accel" = tcg ] && [ "$boots" -le 2 ] && [[ $crash == panicked* ]] &&
        [ -z "$no_restart" ] || return 0
      echo "boot: $kernel ${crash%.}. It boots once more" >&2
      : >"$scratch/console"
      continue
    fi
    mapfile -t ran < <("${judge[@]}" join "$scratch/all" --part "$scratch/part" \
      ${crash:+--why "the kernel $crash"})
    [ -n "$crash" ] || return 0
    echo "boot: $kernel $crash" >&2
    [ -z "$no_restart" ] && [[ $crash != "did not finish"* ]] || return 0
    except=()
    for name in "${ran[@]}"; do except+=(--except "$name"); done
    if ! "${judge[@]}" run --dry-run "${selection[@]}" "${except[@]}" \
      >"$scratch/rest" 2>/dev/null; then
      # The record shows the crash, unless this came after the last experiment.
      grep -q '^{"wall_ms"' "$scratch/part" || crash=""
      return 0
    fi
    [ ${#ran[@]} -gt "$known" ] || [ "$boots" -eq 1 ] || return 0
    known=${#ran[@]}
    echo "boot: it boots again; experiments that have not run: $(wc -l <"$scratch/rest")" >&2
    # shellcheck disable=SC2034 # used by the functions that make the machine
    run=("${run_words[@]}" "${selection[@]}" --jobs 1 "${except[@]}")
    : >"$scratch/console"
    : >"$scratch/record"
    case $way in qemu | uml) make_initramfs ;; esac
  done
}
