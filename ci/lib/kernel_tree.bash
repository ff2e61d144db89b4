# shellcheck shell=bash disable=SC2034
# For ci/mutants and ci/coverage: the source of a kernel, which they alter and build.

# ci/kernels/mutants has texts of this version.
version=7.3
cache=${PIDLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pidlab}
built=$(realpath -m -- "$cache")/builds/altered
tree=$built/tree
locked=""

# open_tree: unpacks the source, unless that was done before. One command at a time may
# alter it.
open_tree() {
  local lock archive
  mkdir -p "$built"
  exec {lock}>"$built/.lock"
  flock -n "$lock" || die "another ci/mutants or ci/coverage is running in $built"
  locked=yes
  archive=$(ci/fetch-source "$version")
  if [ "$(cat "$built/archive" 2>/dev/null)" != "$archive" ]; then
    echo "${0##*/}: Unpacking ${archive##*/}" >&2
    rm -rf "$tree" "$built"/{uml,x86,gcov,archive}
    mkdir -p "$tree"
    tar -xf "$archive" -C "$tree" --strip-components=1
    echo "$archive" >"$built/archive"
  fi
  revert
}

# alter FILE COMMAND...: changes a file of the source by COMMAND.
alter() {
  cp -p "$tree/$1" "$tree/$1.unaltered"
  "${@:2}"
}

# revert: undoes each alter, even one that a killed run has left. The time stamp becomes
# new, so that make compiles the file again.
revert() {
  local file
  [ -e "$tree" ] || return 0
  find "$tree/" -name '*.unaltered' | while read -r file; do
    cp "$file" "${file%.unaltered}" && rm "$file"
  done
}

export CCACHE_DIR=${CCACHE_DIR:-$built/ccache} KBUILD_BUILD_TIMESTAMP=@0

# make_kernel FOLDER ARCH ARGUMENT...: what make prints goes to $built/build.log.
make_kernel() {
  attend make -C "$tree" "O=$built/$1" "ARCH=$2" "CC=ccache gcc" "-j$(nproc)" \
    "${@:3}" >"$built/build.log" 2>&1
}
