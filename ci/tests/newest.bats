# pidlab with the newest compilers and libraries of Debian: Debian sid in a folder of
# the cache, which each run creates or upgrades.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
  [ "$(id -u)" -eq 0 ] || skip "needs root: run the tests as root"
  command -v debootstrap >/dev/null || skip "needs debootstrap"
  unshare --user --mount true 2>/dev/null ||
    skip "needs a root that is a mount: not in a chroot"
  project=$(realpath "$BATS_TEST_DIRNAME/../..")
  sid=${PIDLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pidlab}/sid
  # In a subshell, because prepare.bash changes the folder and sets traps.
  packages=$(. "$project/ci/lib/prepare.bash" && echo "${build_packages[@]}")
  packages+=" clang libbenchmark-dev libgmock-dev libgtest-dev"
}

# in_sid COMMAND: runs COMMAND in Debian sid, with the project in /project and with
# /proc. The mounts end with the mount namespace.
in_sid() {
  unshare --mount bash -c '
    mkdir -p "$1/project" && mount --bind "$2" "$1/project" &&
      mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" &&
      mount --rbind /sys "$1/sys" &&
      exec chroot "$1" bash -c "cd /project && $3"' - "$sid" "$project" "$1"
}

@test "pidlab builds in Debian sid with GCC and clang, and all experiments pass" {
  if [ ! -e "$sid/etc/debian_version" ]; then
    rm -rf "$sid"
    debootstrap --variant=minbase sid "$sid" >&2 ||
      skip "needs Debian's archive: debootstrap cannot fetch sid"
  fi
  # A mirror may be some weeks behind; what it has is still signed.
  in_sid "apt-get -o Acquire::Check-Valid-Until=false update -qq && export DEBIAN_FRONTEND=noninteractive &&
    apt-get dist-upgrade -y -qq --no-install-recommends &&
    apt-get install -y -qq --no-install-recommends $packages && apt-get clean" >&2
  local compiler
  for compiler in g++ clang++; do
    # Not as a unity build, so that each file has to include what it uses.
    in_sid "cmake -G Ninja -B /build/$compiler -D CMAKE_CXX_COMPILER=$compiler \
        -D CMAKE_CXX_FLAGS=-Werror && cmake --build /build/$compiler" >&2
    run in_sid "/build/$compiler/pidlab run --format ktap"
    assert_success
    assert_line --regexp '^# Totals: pass:[1-9][0-9]* fail:0 skip:[0-9]+ error:0$'
  done
}
