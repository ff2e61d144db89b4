# shellcheck shell=bash
# For ci/boot: the kind of machine that a kernel needs, and the command that boots it.

# shellcheck disable=SC2034 # used by the scripts that load this
# debian_name: reads the output of uname -m, and prints Debian's name of that architecture.
debian_name() { sed 's/x86_64/amd64/; s/aarch64/arm64/'; }
native=$(uname -m | debian_name)

# The last line that pidlab, as init, writes to the console begins with this. The exit
# code of its work follows.
last_line="pidlab: the command in this machine exited with"

# guest_of IMAGE: prints amd64, arm64, riscv64 or uml, or nothing for another image.
guest_of() {
  local image=$1
  hex() { od -An -v -tx1 -j "$1" -N "$2" -- "$image" 2>/dev/null | tr -d ' \n'; }
  # The program contains the first text. The script by which ci/fetch-kernel starts one
  # contains the second.
  if grep -qaE 'User Mode Linux|/linux\.uml"' "$image"; then
    echo uml
  elif [ "$(hex 56 4)" = 41524d64 ]; then # ARMd
    echo arm64
  elif [ "$(hex 56 4)" = 52534305 ]; then # RSC, 5
    echo riscv64
  elif [ "$(hex 514 4)" = 48647253 ]; then # HdrS: bzImage
    # XLF_KERNEL_64 of xloadflags: it can be entered in 64-bit mode.
    ((!(0x0$(hex 566 1) & 1))) || echo amd64
  elif [ "$(hex 0 4)/$(hex 18 2)" = 7f454c46/3e00 ]; then # vmlinux for x86-64
    echo amd64
  fi
}

# set_machine GUEST: sets the variables that depend on the kind of machine. The first
# serial line is the console, and the kernel writes to it, too. So the record has a line
# of its own: $line in the machine, $record_device in the command of QEMU.
set_machine() {
  local pci_serial=(-chardev "file,id=record,path=$scratch/record"
    -device "pci-serial,chardev=record")
  for_tcg=""
  case $1 in
    amd64)
      emulator=(qemu-system-x86_64 -M q35)
      emulated=max packages=(qemu-system-x86) compiler=g++-x86-64-linux-gnu
      tty=ttyS0 early=earlyprintk=ttyS0 line=/dev/ttyS1
      # On a busy machine, timer interrupts come late without KVM, and the kernel panics:
      # "IO-APIC + timer doesn't work!". With KVM, it does not make that check.
      for_tcg=no_timer_check
      record_device=(-serial "file:$scratch/record")
      ;;
    arm64)
      emulator=(qemu-system-aarch64 -M "virt,gic-version=max")
      emulated=cortex-a57 # the newest model, with PAuth, takes twice the time
      packages=(qemu-system-arm) compiler=g++-aarch64-linux-gnu
      tty=ttyAMA0 early=earlycon line=/dev/ttyS0
      record_device=("${pci_serial[@]}")
      ;;
    riscv64)
      emulator=(qemu-system-riscv64 -M virt)
      emulated=rv64
      packages=(qemu-system-misc opensbi) compiler=g++-riscv64-linux-gnu
      tty=ttyS0 early=earlycon line=/dev/ttyS1
      record_device=("${pci_serial[@]}")
      ;;
    uml) packages=() line=/dev/ttyS1 ;;
    gvisor)
      packages=() line=""
      command -v runsc >/dev/null || packages=(runsc)
      ;;
  esac
}

# config: prints the path of the kernel's configuration, if there is one next to the
# image, in the tree where that was built, or under the name that a distribution uses.
config() {
  local folder=${image%/*} file
  for file in "$folder/config" "$folder/.config" "${image%/arch/*}/.config" \
    "$folder/config-${image##*/vmlinuz-}"; do
    [ ! -f "$file" ] || { echo "$file" && return; }
  done
}

# make_initramfs: writes an initramfs with pidlab as init, the arguments of pidlab, a link
# to the line of the record, the files of --root, the chapters of the suite, and the
# kernel's configuration.
make_initramfs() {
  mkdir -p "$scratch/root/root"
  cp "$pidlab" "$scratch/root/init"
  # shellcheck disable=SC2154
  [ -z "$root" ] || cp -r "$root/." "$scratch/root"
  printf '%s\n' "${run[@]}" >"$scratch/root/arguments"
  ln -sf "$line" "$scratch/root/record"
  local toml config
  [ -z "$suite" ] || for toml in "$suite"/*/*.toml; do
    mkdir -p "$scratch/root/suite"
    cp -rLu "${toml%/*}" "$scratch/root/suite"
  done
  config=$(config)
  [ -z "$config" ] || cp "$config" "$scratch/root/config"
  (cd "$scratch/root" && find . | cpio --quiet -o -H newc) \
    >"$scratch/initramfs"
}

# Each way has a function, which gets kvm or tcg and sets $command.

qemu_command() {
  local more="loglevel=5 $for_tcg" cpu=$emulated
  [ "$1" = tcg ] || more=$early cpu=max
  command=("${emulator[@]}" -accel "$1" -cpu "$cpu" -smp "$cpus" -m "$memory"
    -no-reboot -display none -monitor none -nodefaults -serial stdio
    "${record_device[@]}" -kernel "$image" -initrd "$scratch/initramfs"
    -append "console=$tty panic=-1 $more pidlab.accel=$1 $append" "${qemu[@]}")
}

uml_command() {
  command=("$image" "uml_dir=$scratch/uml/" "mem=${memory}M" "initrd=$scratch/initramfs"
    "con0=fd:0,fd:1" con=null ssl=null "ssl1=fd:9,fd:9" loglevel=5 panic=-1 "$append")
}

# gVisor cannot create a cell; its sandbox replaces the cell. A file that pidlab
# writes stays in the sandbox, so the record comes by standard output.
gvisor_command() {
  command=(env "TMPDIR=$scratch" runsc --rootless --network=none 'do' "$pidlab"
    "${suite_words[@]}" run --cell none --format json "${selection[@]}")
}

# A machine that runs already. Its pidlab writes the journal to a pipe, so that the part
# up to a failure of the machine or the connection arrives here. Without the pipe, the
# standard output can be a socket of sshd, which pidlab cannot open.
ssh_command() {
  local work
  printf -v work ' %q' run --format ktap --record /dev/stdout "${selection[@]}"
  # shellcheck disable=SC2016 # the shell of the other machine expands it
  command=(bash -c 'exec "${@:2}" <"$1"' - "$pidlab" "${ssh_client[@]}" "$ssh"
    'd=$(mktemp -d) && trap "rm -rf $d" EXIT && cat >"$d/pidlab" &&
      chmod 755 "$d/pidlab" && "$d/pidlab"'"$work | cat")
}

# vng opens its standard output and error again, which truncates a file but not a pipe.
# --rwdir needs 9p; a serial line does not.
vng_command() {
  local work kvm=()
  [ "$1" = kvm ] || kvm=(--disable-kvm)
  printf -v work '%q ' "$pidlab" "${run[@]}"
  # shellcheck disable=SC2034
  command=(env TMPDIR="$scratch" bash -c '"$@" 2>&1 | cat' - vng "${kvm[@]}"
    --disable-microvm --disable-monitor --verbose --user root --cpus "$cpus"
    --memory "${memory}M" --append "$append" "${qemu[@]/#/--qemu-opts=}"
    --qemu-opts="${record_device[*]}" --run "$image" --exec
    "$work; echo \"$last_line \$?\"")
}
