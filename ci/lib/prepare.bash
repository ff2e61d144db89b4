# shellcheck shell=bash
# For ci/lab and ci/test: gets what is needed and goes to the project's folder.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

# shellcheck disable=SC2034 # for those who load this
build_packages=(
  cmake g++ libcap-dev libcli11-dev libdtl-dev libfmt-dev libpugixml-dev
  libtomlplusplus-dev libutfcpp-dev ninja-build nlohmann-json3-dev zlib1g-dev
)
# What the tests run besides, and what the tools' chapter is about.
# shellcheck disable=SC2034
test_packages=(
  bats bats-assert bats-support bc bison bsdutils chromium chromium-driver clang
  clang-format codespell cpio curl flex g++-aarch64-linux-gnu git gnupg iproute2 jq
  libclang-rt-dev libelf-dev libgmock-dev libgtest-dev libssl-dev libxml2-utils
  make mount perl procps qemu-system-arm qemu-system-x86 runsc shellcheck strace
  time tmux util-linux
)

# What ci/bench measures with, and what it computes and draws with.
# shellcheck disable=SC2034
bench_packages=(libbenchmark-dev r-base-core r-cran-jsonlite r-cran-svglite)

# install PACKAGE...: installs those that are missing, as root or by sudo.
install() {
  local missing=() package
  if ! command -v apt-get dpkg-query >/dev/null; then
    echo "No apt here: nothing is installed. If the build lacks something, it" \
      "is what Debian calls: $*" >&2
    return
  fi
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
      grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "Run this as root first: apt-get install ${missing[*]}" >&2
      exit 1
    }
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "${missing[@]}" >&2
}

# silently COMMAND...: its output is shown only if it fails.
silently() {
  local output
  output=$("$@" 2>&1) || {
    local status=$?
    printf '%s\n' "$output" >&2
    return "$status"
  }
}

# build PRESET [ARGUMENTS]: pidlab. One at a time, for who boots several machines at
# once asks for the same several times.
build() {
  install "${build_packages[@]}"
  mkdir -p build
  silently flock -o build cmake --preset "$@" &&
    silently flock -o build cmake --build --preset "$1" --target pidlab
}
