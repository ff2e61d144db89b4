# ci/fetch-kernel, ci/fetch-libraries and ci/fetch-source with an archive of small fake packages. The
# tests need no network.

bats_require_minimum_version 1.8.0

# deb NAME VERSION ARCH DEPENDS < tar: adds a package of these files to the archive.
deb() {
  local root=$BATS_FILE_TMPDIR/root
  rm -rf "$root"
  mkdir -p "$root/DEBIAN" "$archive/pool"
  tar -x -C "$root"
  printf '%s\n' "Package: $1" "Version: $2" "Architecture: $3" "Depends: $4" \
    "Maintainer: nobody <nobody@example.org>" "Description: fake" \
    >"$root/DEBIAN/control"
  dpkg-deb -Znone --root-owner-group -b "$root" \
    "$archive/pool/$1_$2_$3.deb" >/dev/null
}

# files PATH CONTENT...: writes a tar of these files. If CONTENT is the path of a file,
# the content of that file is used.
files() {
  local root
  root=$(mktemp -d "$BATS_FILE_TMPDIR/files.XXXX")
  while [ $# -gt 0 ]; do
    mkdir -p "$root/$(dirname "$1")"
    if [ -f "$2" ]; then cp -L "$2" "$root/$1"; else echo "$2" >"$root/$1"; fi
    shift 2
  done
  tar -c -C "$root" .
}

# publish: writes signed lists of the packages in the pool, the same for each suite.
publish() {
  local lists=$archive/dists/sid file arch suite
  rm -rf "$archive/dists"
  for arch in amd64 arm64 riscv64; do
    mkdir -p "$lists/main/binary-$arch"
    for file in "$archive"/pool/*_"$arch".deb; do
      dpkg-deb -f "$file"
      printf '%s\n' "Filename: pool/${file##*/}" "Size: $(stat -c %s "$file")" \
        "SHA256: $(sha256sum "$file" | cut -d ' ' -f 1)" ""
    done >"$lists/main/binary-$arch/Packages"
  done
  {
    printf '%s\n' "Origin: Debian" "Date: $(date -uR)" "Components: main" \
      "Architectures: amd64 arm64 riscv64" "SHA256:"
    cd "$lists" || exit
    for file in main/*/Packages; do
      echo " $(sha256sum "$file" | cut -d ' ' -f 1) $(stat -c %s "$file") $file"
    done
  } | gpg -q --homedir "$BATS_FILE_TMPDIR/gpg" --clearsign >"$lists/InRelease"
  for suite in bullseye bookworm trixie forky \
    {bullseye,bookworm,trixie}-security {bookworm,trixie}-backports; do
    ln -s sid "$archive/dists/$suite"
  done
}

setup_file() {
  local made=$BATS_FILE_TMPDIR arch image library version tool
  for tool in gpg c++ dpkg-deb /usr/lib/apt/apt-helper; do
    command -v "$tool" >/dev/null || return 0
  done
  export archive=$made/debian
  mkdir -m 700 "$made/gpg"
  gpg -q --homedir "$made/gpg" --batch --passphrase '' --quick-gen-key fake
  gpg -q --homedir "$made/gpg" --export >"$made/keys.gpg"

  { head -c 514 /dev/zero && echo HdrS; } >"$made/bzImage"
  { head -c 56 /dev/zero && printf 'ARMd'; } >"$made/Image"
  # Starts only with a library path, as a UML that needs a newer C library.
  c++ -x c -o "$made/needy" - <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
char self[999] = "Linux version 7.2";
int main(int argc, char **argv) {
  self[readlink("/proc/self/exe", self, 998)] = 0;
  if (getenv("LD_LIBRARY_PATH")) puts(self), puts(argv[argc - 1]);
  return !getenv("LD_LIBRARY_PATH");
}
END
  { cat /bin/true && echo 'Linux version 6.1'; } >"$made/modest"

  for arch in amd64 arm64; do
    image=$made/bzImage
    [ $arch = amd64 ] || image=$made/Image
    files boot/vmlinuz-6.1.0-8 "$image" boot/config-6.1.0-8 "CONFIG_OLD=y" |
      deb linux-image-6.1.0-8-cloud-$arch 6.1.9-1 $arch kmod
    files boot/vmlinuz-6.1.0-9 "$image" boot/config-6.1.0-9 "CONFIG_$arch=y" |
      deb linux-image-6.1.0-9-cloud-$arch 6.1.10-1 $arch kmod
    files usr/lib/modules/7.2.1/vmlinuz "$image" |
      deb linux-binary-7.2.1+deb14-cloud-$arch 7.2.1-1~bpo14+1 $arch kmod
    files usr/lib/modules/7.2.1/config "CONFIG_$arch=y" |
      deb linux-base-7.2.1+deb14-cloud-$arch 7.2.1-1~bpo14+1 $arch kmod
    files empty "" | deb linux-image-7.2.1+deb14-cloud-$arch 7.2.1-1~bpo14+1 \
      $arch "kmod, linux-binary-7.2.1+deb14-cloud-$arch"
    files usr/bin/linux.uml "$made/modest" |
      deb user-mode-linux 6.1um1 $arch "libc6 (>= 2.34)"
    files usr/bin/linux.uml "$made/needy" |
      deb user-mode-linux 7.2um1 $arch "libc6 (>= 9.99)"
    files lib/fake/libc.so.6 "$(ldconfig -p | sed -n 's/.*libc.so.6 .*=> //p' |
      head -n 1)" lib/fake/ld-linux-x86-64.so.2 /lib64/ld-linux-x86-64.so.2 |
      deb libc6 9.99-1 $arch nothing
    for version in 6.12 6.13; do
      files usr/src/linux-source-$version.tar.xz $version |
        deb linux-source-$version $version.4-1 $arch nothing
    done
    for library in libcap-dev libpugixml-dev libpugixml1v5 zlib1g-dev; do
      files "usr/lib/$library" $arch | deb $library 1.0 $arch nothing
    done
  done
  { head -c 56 /dev/zero && printf 'RSC\5'; } >"$made/riscv64-Image"
  files boot/vmlinux-6.12 "$made/riscv64-Image" boot/config-6.12 "CONFIG_riscv64=y" |
    deb linux-image-6.12.9+deb13-riscv64 6.12.9-1 riscv64 kmod
  files boot/vmlinux-6.12 "$made/riscv64-Image" boot/config-6.12 "CONFIG_RT=y" |
    deb linux-image-6.12.9+deb13-rt-riscv64 6.12.9-1 riscv64 kmod
  publish
}

setup() {
  bats_load_library bats-support
  bats_load_library bats-assert
  fetch=$BATS_TEST_DIRNAME/../fetch-kernel
  export PIDLAB_CACHE=$BATS_TEST_TMPDIR/cache
  kernels=$PIDLAB_CACHE/kernels
}

# need_archive: gives the test its own archive, which the machine's apt knows.
need_archive() {
  [ -n "${archive-}" ] || skip "needs apt, gpg and c++"
  native=$(dpkg --print-architecture)
  [ "$native" = amd64 ] || [ "$native" = arm64 ] || skip "needs amd64 or arm64"
  cp -a "$archive" "$BATS_TEST_TMPDIR/debian"
  archive=$BATS_TEST_TMPDIR/debian
  ln -s debian "$archive-security"
  export PIDLAB_KEYRING=$BATS_FILE_TMPDIR/keys.gpg
  export APT_CONFIG=$BATS_TEST_TMPDIR/apt.conf
  cat >"$APT_CONFIG" <<END
Dir::Etc::sourcelist "$BATS_TEST_TMPDIR/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$BATS_TEST_TMPDIR/lists";
APT::Update::Post-Invoke { "touch $BATS_TEST_TMPDIR/hook"; };
END
  printf 'deb file:%s bookworm%s main\n' "$archive" "" "$archive-security" \
    -security >"$BATS_TEST_TMPDIR/sources.list"
}

fetch() { run --separate-stderr "$fetch" "$@"; }

# refused STATUS TEXT: nothing is printed, and the last line of stderr contains TEXT.
refused() {
  assert_equal "$status" "$1"
  assert_output ""
  output=${stderr_lines[-1]} assert_output --partial "$2"
}

# same_config TEXT: the config next to the one image that was printed is TEXT.
same_config() { assert_equal "$(cat "$(dirname "$output")/config")" "$1"; }

@test "--help has examples" {
  fetch --help
  assert_success
  assert_output --partial '"$(ci/fetch-kernel uml/6.1)"'
}

@test "no kernel, an unknown option, an unknown architecture" {
  fetch
  refused 2 "expected a kernel, such as debian/6.1"
  fetch --frob debian/6.1
  refused 2 "unknown option --frob; --help lists the options"
  fetch debian/6.1:pdp11
  refused 2 "debian/6.1:pdp11: the architecture pdp11 is not one of: amd64 arm64 riscv64"
}

@test "a word that is neither a line nor a file" {
  local spec
  for spec in debian/6 debian/6.1: debian/6.1.9 uml/ fedora/40 /nowhere ""; do
    fetch "$spec"
    refused 2 "\"$spec\" is not a file and not a line such as debian/6.1"
  done
}

@test "a file that is not a kernel, a folder" {
  fetch /etc/passwd
  refused 2 "/etc/passwd: not a bzImage, vmlinux, arm64 or riscv64 Image, or UML program"
  fetch /bin/true
  refused 2 "/bin/true: not a bzImage"
  fetch /tmp
  refused 2 "/tmp: not a file that can be read"
}

@test "the user's own kernels: their absolute paths are printed" {
  need_archive
  cd "$BATS_FILE_TMPDIR"
  ln -s "$PWD/needy" "$BATS_TEST_TMPDIR/link"
  fetch bzImage ./Image "$BATS_TEST_TMPDIR/link" modest
  assert_success
  assert_output "$PWD/bzImage
$PWD/Image
$BATS_TEST_TMPDIR/link
$PWD/modest"
  refute [ -e "$PIDLAB_CACHE" ]
}

@test "a file that is not a kernel among others: nothing is fetched" {
  need_archive
  fetch debian/6.1 /etc/passwd
  refused 2 /etc/passwd
  refute [ -e "$PIDLAB_CACHE" ]
}

@test "without apt: the message asks for the path of a kernel" {
  mkdir "$BATS_TEST_TMPDIR/bin"
  local tool
  for tool in bash dirname env realpath uname sed find; do
    ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin"
  done
  run --separate-stderr env PATH="$BATS_TEST_TMPDIR/bin" "$fetch" debian/6.1:amd64
  refused 2 "fetching needs apt, which is not installed: give the path of a kernel"
}

@test "the newest package of a line is fetched, with its config" {
  need_archive
  fetch debian/6.1
  assert_success
  assert_output "$kernels/debian-6.1-$native/6.1.10-1/vmlinuz"
  same_config "CONFIG_$native=y"
  assert_equal "$(ls -A "$kernels")" "$(printf '%s\n' \
    ".list-$native" .lock "debian-6.1-$native")"
}

@test "a kernel whose image and config are in two packages" {
  need_archive
  fetch debian/7.2
  assert_output "$kernels/debian-7.2-$native/7.2.1-1~bpo14+1/vmlinuz"
  same_config "CONFIG_$native=y"
}

@test "a kernel of another architecture" {
  need_archive
  fetch debian/6.1:arm64 debian/6.1:amd64
  assert_line --index 0 "$kernels/debian-6.1-arm64/6.1.10-1/vmlinuz"
  assert_line --index 1 "$kernels/debian-6.1-amd64/6.1.10-1/vmlinuz"
  cmp "${lines[0]}" "$BATS_FILE_TMPDIR/Image"
  cmp "${lines[1]}" "$BATS_FILE_TMPDIR/bzImage"
}

@test "the libraries of another architecture, in one folder" {
  need_archive
  local libraries=${fetch%kernel}libraries
  run --separate-stderr "$libraries" arm64
  assert_output "$PIDLAB_CACHE/libraries-arm64"
  run cat "$output"/usr/lib/{libcap-dev,libpugixml-dev,libpugixml1v5,zlib1g-dev}
  assert_output $'arm64\narm64\narm64\narm64'
  rm -r "$archive"
  run --separate-stderr "$libraries" arm64
  assert_success
  run --separate-stderr "$libraries" amd64
  refused 1 "apt could not get a list of packages for amd64"
  run --separate-stderr "$libraries" pdp11
  refused 2 "expected an architecture, one of: amd64 arm64 riscv64"
}

@test "riscv64 has one kernel for all machines" {
  need_archive
  fetch debian/6.12:riscv64
  assert_success
  assert_output "$kernels/debian-6.12-riscv64/6.12.9-1/vmlinuz"
  same_config CONFIG_riscv64=y
}

@test "UML is a program to start" {
  need_archive
  fetch uml/6.1
  assert_output "$kernels/uml-6.1-$native/6.1um1/linux"
  "$output" --version
}

@test "on a processor with AMX, UML starts with another ptrace" {
  need_archive
  grep -qw amx_tile /proc/cpuinfo || skip "needs a processor with AMX"
  fetch uml/6.1
  "$output" --version
  assert [ -e "${output%/*}/registers.so" ]
}

@test "that ptrace restores a part of the registers" {
  [ "$(uname -m)" = x86_64 ] || skip "Debian has UML for amd64"
  cd "$BATS_TEST_TMPDIR"
  c++ -Wall -Werror -O2 -shared -fPIC -o registers.so "$BATS_TEST_DIRNAME/../lib/uml_registers.cpp"
  c++ -x c -o restore - <<'END'
#include <elf.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
  char legacy[576] = "";
  struct iovec some = {legacy, sizeof legacy};
  long word = 42;
  pid_t child = fork();
  if (child == 0) ptrace(PTRACE_TRACEME, 0, 0, 0), _exit(raise(19));
  if (child < 0 || waitpid(child, 0, 0) != child) return 2;
  if (ptrace(PTRACE_GETREGSET, child, NT_X86_XSTATE, &some)) return 2;
  if (ptrace(PTRACE_PEEKDATA, child, &word, 0) != 42) return 2;
  if (ptrace(PTRACE_SETREGSET, child, NT_X86_XSTATE, &some)) perror("restore");
  return ptrace(PTRACE_KILL, child, 0, 0) != 0;
}
END
  run ./restore
  assert_output "restore: Bad address"
  LD_PRELOAD=$PWD/registers.so run ./restore
  assert_success
  assert_output ""
}

@test "a UML that needs a newer C library starts with it; its /proc/self/exe is itself" {
  need_archive
  [ "$native" = amd64 ] || skip "Debian has UML for amd64"
  fetch uml/7.2
  assert_output "$kernels/uml-7.2-amd64/7.2um1/linux"
  run "$output" mem=64M "two words"
  assert_success
  assert_output "$(realpath "$kernels/uml-7.2-amd64/7.2um1/linux.uml")
two words"
  fetch "$kernels/uml-7.2-amd64/newest/linux"
  assert_output "$kernels/uml-7.2-amd64/newest/linux"
}

@test "--list prints the lines and their newest packages" {
  need_archive
  fetch --list
  assert_success
  assert_equal "${#lines[@]}" 4
  assert_line --regexp '^debian/6.1 +6.1.10-1 '
  assert_line --regexp '^debian/7.2 +7.2.1-1~bpo14\+1 '
  assert_line --regexp '^uml/6.1 +6.1um1 '
}

@test "an unknown line: the message lists those that Debian has" {
  need_archive
  fetch debian/6.1 debian/6.7
  refused 2 "debian/6.7: Debian does not have this line; it has debian/6.1 debian/7.2 uml/6.1"
}

@test "a kernel that is in the cache needs no archive" {
  need_archive
  fetch debian/6.1 uml/6.1
  local first=$output
  rm -r "$archive"
  fetch debian/6.1 uml/6.1
  assert_success
  assert_output "$first"
  assert_equal "$stderr" ""
  fetch --refresh debian/6.1
  assert_success
  output=$stderr assert_output --partial "Using the lists of"
}

@test "without an archive: the message says what is missing, and why" {
  need_archive
  rm -r "$archive"
  fetch debian/6.1
  refused 1 "debian/6.1 is not in the cache: "
  output=${stderr_lines[-1]} assert_output --partial "File not found"
  fetch --list
  refused 1 "File not found"
}

@test "only --refresh fetches a newer package; the older one stays" {
  need_archive
  fetch debian/6.1
  files boot/vmlinuz-6.1.0-10 "$BATS_FILE_TMPDIR/bzImage" boot/config new |
    deb linux-image-6.1.0-10-cloud-"$native" 6.1.11-1 "$native" kmod
  publish
  fetch debian/6.1
  assert_output --partial /6.1.10-1/
  fetch --refresh debian/6.1
  assert_output --partial /6.1.11-1/
  fetch debian/6.1
  assert_output --partial /6.1.11-1/
  assert [ -s "$kernels/debian-6.1-$native/6.1.10-1/vmlinuz" ]
}

@test "a list that is not signed with a known key is refused" {
  need_archive
  local gpg=$BATS_TEST_TMPDIR/gpg
  mkdir -m 700 "$gpg"
  gpg -q --homedir "$gpg" --batch --passphrase '' --quick-gen-key other
  gpg -q --homedir "$gpg" --export >"$BATS_TEST_TMPDIR/other.gpg"
  PIDLAB_KEYRING=$BATS_TEST_TMPDIR/other.gpg fetch debian/6.1
  # apt's own words, from gpgv or, since Debian 13, from sqv.
  assert_equal "$status" 1
  output=${stderr_lines[-1]} assert_output --regexp 'NO_PUBKEY|Missing key'
  PIDLAB_KEYRING=/nowhere fetch debian/6.1
  refused 1 "/nowhere cannot be read: is debian-archive-keyring installed?"
  echo 'Acquire::AllowInsecureRepositories "true";' >>"$APT_CONFIG"
  find -L "$archive/dists/sid" -name InRelease -exec \
    sed -i -e '/BEGIN PGP SIGNATURE/,$d' -e '1,/^$/d' {} +
  mv "$archive/dists/sid/InRelease" "$archive/dists/sid/Release"
  fetch debian/6.1
  refused 1 "debian/6.1 is not in the cache: "
}

@test "a package that differs from the signed list is refused" {
  need_archive
  printf x | dd of="$(echo "$archive"/pool/*_6.1.10-1_"$native".deb)" bs=1 seek=200 \
    conv=notrunc status=none
  fetch debian/6.1
  refused 1 "debian/6.1 cannot be fetched: "
  refute [ -e "$kernels/debian-6.1-$native" ]
}

@test "all paths or none are printed; what was fetched is kept" {
  need_archive
  rm "$archive"/pool/linux-binary-*
  fetch debian/6.1 debian/7.2
  refused 1 "debian/7.2 cannot be fetched: "
  rm -r "$archive"
  fetch debian/6.1
  assert_success
}

@test "a suite that has left the archive is named, and the others are used" {
  need_archive
  rm "$archive/dists/bullseye"
  fetch debian/6.1
  assert_success
  output=$stderr assert_output --partial "No list of bullseye ("
  fetch debian/5.10
  refused 1 "debian/5.10 was not found, and some of Debian's lists could not be read: "
}

@test "the hooks of the machine's apt do not run" {
  need_archive
  fetch debian/6.1
  assert_success
  refute [ -e "$BATS_TEST_TMPDIR/hook" ]
}

@test "four at the same time fetch each package once" {
  need_archive
  local i
  for i in 1 2 3 4; do
    "$fetch" debian/6.1 uml/6.1 >"$BATS_TEST_TMPDIR/out$i" \
      2>"$BATS_TEST_TMPDIR/err$i" 3>&- &
  done
  wait
  for i in 1 2 3 4; do
    run cat "$BATS_TEST_TMPDIR/out$i"
    assert_output "$kernels/debian-6.1-$native/6.1.10-1/vmlinuz
$kernels/uml-6.1-$native/6.1um1/linux"
  done
  run cat "$BATS_TEST_TMPDIR"/err?
  assert_equal "$(grep -c Fetching <<<"$output")" 2
}

@test "kill -9 at random times: what is in the cache is complete, the rest is removed" {
  need_archive
  local i folder image=$BATS_FILE_TMPDIR/bzImage
  [ "$native" = amd64 ] || image=$BATS_FILE_TMPDIR/Image
  # At any time from start to end, mostly with the lists already in the cache.
  fetch uml/6.1
  for i in $(seq 20); do
    rm -rf "$kernels"/debian-*
    [ $((i % 10)) -ne 0 ] || rm -f "$kernels"/.list-*
    run timeout --foreground -s KILL "0.$(printf %03d $((RANDOM % 250)))" \
      "$fetch" debian/6.1
    for folder in "$kernels"/debian-*/newest; do
      [ -L "$folder" ] || continue
      cmp "$folder/vmlinuz" "$image"
      assert_equal "$(cat "$folder/config")" "CONFIG_$native=y"
    done
  done
  fetch debian/6.1
  assert_success
  same_config "CONFIG_$native=y"
  refute [ -e "$kernels/.tmp" ]
  mkdir "$kernels/.tmp"
  fetch debian/6.1
  assert_success
  refute [ -e "$kernels/.tmp" ]
}

@test "ci/fetch-source: the newest source, or that of a version" {
  need_archive
  fetch=$BATS_TEST_DIRNAME/../fetch-source
  fetch 6.12
  assert_success
  assert_output "$PIDLAB_CACHE/sources/6.12.4-1/linux-source-6.12.tar.xz"
  assert_equal "$(cat "$output")" 6.12
  rm -r "$archive"
  fetch
  assert_success
  assert_output "$PIDLAB_CACHE/sources/6.12.4-1/linux-source-6.12.tar.xz"
  fetch --refresh 6.14
  refused 1 "linux-source-6.14 is in none of the lists that apt could get"
  fetch newest
  refused 2 "expected one version such as 7.2, got newest"
}

@test "ci/fetch-source --refresh gets a newer source than that in the cache" {
  need_archive
  fetch=$BATS_TEST_DIRNAME/../fetch-source
  fetch 6.12
  assert_success
  fetch --refresh
  assert_success
  assert_output "$PIDLAB_CACHE/sources/6.13.4-1/linux-source-6.13.tar.xz"
}
