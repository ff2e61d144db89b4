# shellcheck shell=bash
# For all commands of ci/: changes to the folder of the project, reads options, installs
# packages and builds.

# shellcheck disable=SC2034 # used by the scripts that load this
here=$PWD  # where the command was called
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
# A signal, too, has to end a command through its EXIT trap.
trap 'exit 130' INT
trap 'exit 143' TERM

die() {
  echo "${0##*/}: $*" >&2
  exit 2
}

# read_options SPEC WORD...: reads the options among the WORDs. In SPEC, --file= has a
# value, which becomes $file. --qemu+ has a value and may be repeated: its values become
# the array `qemu`. --dry-run is a flag, which sets $dry_run to "yes". The other words
# become the array `words`, and the words after -- become the array `rest`.
read_options() {
  local spec=" ${1//$'\n'/ } " option variable
  shift
  words=() rest=()
  while [ $# -gt 0 ]; do
    option=$1 variable=${1#--}
    variable=${variable//-/_}
    shift
    case $option in
      --help) usage && exit ;;
      --) rest=("$@") && return ;;
      -*)
        if [[ $spec == *" $option "* ]]; then
          printf -v "$variable" yes
          continue
        fi
        [[ $spec == *" $option"[=+]" "* ]] ||
          die "unknown option $option; --help lists the options"
        [ $# -gt 0 ] || die "$option needs a value"
        if [[ $spec == *" $option+ "* ]]; then
          local -n values=$variable
          values+=("$1")
        else
          printf -v "$variable" %s "$1"
        fi
        shift
        ;;
      *) words+=("$option") ;;
    esac
  done
}

# check_numbers VARIABLE...: refuses a value that is set and not a positive integer.
check_numbers() {
  local variable
  for variable; do
    [[ ${!variable:-1} =~ ^[1-9][0-9]*$ ]] ||
      die "--$variable: expected a positive integer, got ${!variable}"
  done
}

# check_choice VARIABLE CHOICES: refuses a value that is set and not one of the CHOICES,
# which are written as "pretty, ktap or json".
check_choice() {
  local pattern=${2/ or /, }
  [[ -z ${!1} || ${!1} =~ ^(${pattern//, /|})$ ]] ||
    die "--$1: expected $2, got ${!1}"
}

# make_absolute VARIABLE...: makes paths absolute, relative to the folder of the caller.
make_absolute() {
  local variable
  for variable; do
    [ -z "${!variable}" ] ||
      printf -v "$variable" %s "$(cd "$here" && realpath -m -- "${!variable}")"
  done
}

# shellcheck disable=SC2034 # used by the scripts that load this
build_packages=(
  cmake g++ libcap-dev libcli11-dev libdtl-dev libfmt-dev libpugixml-dev
  libtomlplusplus-dev libutfcpp-dev ninja-build nlohmann-json3-dev zlib1g-dev
)
# What the tests run as well, and the commands that experiments/tools tests.
# shellcheck disable=SC2034
test_packages=(
  bats bats-assert bats-support bc bison bsdutils ccache chromium chromium-driver clang
  clang-format codespell cpio curl fish flex g++-aarch64-linux-gnu git gnupg iproute2 jq
  libclang-rt-dev libelf-dev libgmock-dev libgtest-dev libssl-dev libxml2-utils lintian
  lld make mandoc mount perl procps python3-jsonschema python3-junitparser python3-yaml
  qemu-system-arm qemu-system-x86 runsc shellcheck strace time tmux util-linux zsh
)

# What ci/bench measures, computes and draws with.
# shellcheck disable=SC2034
bench_packages=(libbenchmark-dev r-base-core r-cran-jsonlite r-cran-svglite)

# install PACKAGE...: installs the packages that are missing, as root or with sudo.
install() {
  local missing=() package
  if ! { command -v apt-get && command -v dpkg-query; } >/dev/null; then
    echo "apt is not installed, so nothing is installed. If the build fails, install" \
      "what Debian calls: $*" >&2
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
      exit 2 # for ci/boot and ci/bisect, 1 is a verdict
    }
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "${missing[@]}" >&2
}

# silently COMMAND...: shows the output of COMMAND only if it fails.
silently() {
  local output
  output=$("$@" 2>&1) || {
    local status=$?
    printf '%s\n' "$output" >&2
    return "$status"
  }
}

# build_static PRESET [ARGUMENTS]: builds the static pidlab of this preset. The lock is
# for several ci/boot at the same time, which all build the same.
build_static() {
  install "${build_packages[@]}"
  mkdir -p build
  [ -e "build/$1/build.ninja" ] || silently flock -o build cmake --preset "$@" || return
  silently flock -o build cmake --build "build/$1" --target pidlab-static
}

# The preset that ci/lab builds, or the one whose tests run this.
# shellcheck disable=SC2034
preset=${PIDLAB_PRESET:-release}
# shellcheck disable=SC2034
static=$PWD/build/$preset/pidlab-static

# attend COMMAND...: runs COMMAND so that a trap of this script can end it at once:
# kill -- "-$child". Job control makes a process group of it, for make does not end the
# children of its children.
attend() {
  local status=0
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  wait "$child" || status=$?
  child=
  return "$status"
}
