# shellcheck shell=bash
# For ci/fetch-kernel, ci/fetch-libraries and ci/fetch-source: gets signed packages of
# Debian for any architecture. It only reads the configuration of the machine's apt:
# where packages come from and how. What apt writes goes into the cache.

# The suites with cloud kernels and UML. By code name: the meaning of `stable` changes.
suites=(bullseye bullseye-security bookworm bookworm-security bookworm-backports
  trixie trixie-security trixie-backports forky sid)
# shellcheck disable=SC2034 # used by the scripts that load this
architectures=(amd64 arm64 riscv64)

helper=/usr/lib/apt/apt-helper
keyring=${PIDLAB_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
cache=${PIDLAB_CACHE:-${XDG_CACHE_HOME:-${HOME:?is not set}/.cache}/pidlab}
kernels=$(realpath -m -- "$cache")/kernels
# shellcheck disable=SC2034
native=$(dpkg --print-architecture 2>/dev/null ||
  uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
tmp="" refresh="" reason="" unread=()

say() { echo "${0##*/}: $*" >&2; }
die() {
  say "${@:2}"
  exit "$1"
}

# Removes what a killed command has left. A held lock means that another command is
# at work.
clear_away() {
  [ ! -e "$kernels/.tmp" ] || flock -n "$kernels/.lock" rm -rf "$kernels/.tmp" || :
}

# lock: waits until no other command fetches, and creates an empty $tmp. A command that
# is killed leaves its files there, and its children hold the lock until they end.
# Without apt it fails and says $instead.
lock() {
  [ -z "$tmp" ] || return 0
  if ! command -v apt-get >/dev/null || [ ! -x "$helper" ]; then
    die 2 "fetching needs apt, which is not installed: $instead"
  fi
  mkdir -p "$kernels" || exit 1
  exec {lock}>"$kernels/.lock"
  flock -n "$lock" || {
    say "Waiting for another command that fetches"
    flock "$lock"
  }
  tmp=$kernels/.tmp
  trap 'rm -rf "$tmp"' EXIT
  rm -rf "$tmp"
  mkdir -p "$tmp"/{lists,archives}/partial
  : >"$tmp/status"
  # Only a file can clear the machine's hooks, which clean the machine's caches.
  # Lists stay compressed: 100 MB instead of 280. The user _apt cannot write here.
  cat >"$tmp/apt.conf" <<END
#clear APT::Update;
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::GzipIndexes "true";
APT::Sandbox::User "root";
Dir::Cache "$tmp";
Dir::Cache::archives "$tmp/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$tmp/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$tmp";
Dir::State::lists "$tmp/lists";
Dir::State::status "$tmp/status";
END
}

# quietly COMMAND...: sets $reason to its first error or warning, or to its last line.
quietly() {
  local status=0
  "$@" >"$tmp/log" 2>&1 || status=$?
  reason=$(awk '/^Err:/ { getline; sub(/^ */, ""); exit } /^[EW]:/ { exit }
    END { print }' "$tmp/log")
  return "$status"
}

# archives: prints the URIs from which the machine's apt gets Debian and its security
# updates. apt knows the origin of an archive only after an update. Without one, the
# name of the archive decides.
archives() {
  local show=(indextargets 'Created-By: Packages' 'Component: main'
    --format '$(REPO_URI) $(RELEASE)')
  {
    set +e
    apt-get -o Dir::Cache="$tmp" "${show[@]}" 'Origin: Debian'
    apt-get "${show[@]}" --no-release-info |
      sed -En '\,/debian(-security)?(\.list)?/? ,p'
  } 2>/dev/null | awk '{ uri[/-security/, ++count[/-security/]] = $1 }
    END { print uri[0, 1], uri[1, 1] }'
}

# read_lists ARCH: writes $list: lines of version, name, URI, SHA256, MB and suite,
# the newest last. Fails if apt cannot get any list.
read_lists() {
  local debian security suite repo file
  say "Reading Debian's package lists for $1 (50 MB)"
  reason="$keyring cannot be read: is debian-archive-keyring installed?"
  [ -r "$keyring" ] || return
  read -r debian security < <(archives)
  reason="this machine's apt does not know an archive of Debian: add one to its sources"
  [ -n "$debian" ] || return
  security=${security:-${debian%/}-security}
  # target=Packages: the configuration of the machine's apt may name other targets.
  for suite in "${suites[@]}"; do
    case $suite in *-security) repo=$security ;; *) repo=$debian ;; esac
    echo "deb [arch=$1 signed-by=$keyring target=Packages] $repo $suite main"
  done >"$tmp/sources.list"
  # A suite that has left the archive does not fail the update: the others suffice.
  quietly apt-get -c "$tmp/apt.conf" update || true
  unread=()
  while read -r suite repo file; do
    file=("$file"*) # may end in .lz4 or .gz
    if [ ${#file[@]} -eq 0 ]; then
      unread+=("$suite")
      continue
    fi
    # Leave out packages that only depend on the package with the image.
    "$helper" -c "$tmp/apt.conf" cat-file "${file[@]}" |
      awk -v suite="$suite" -v repo="$repo" -v arch="$1" '
        BEGIN {
          RS = ""; FS = "\n"
          wanted = "^Package: (user-mode-linux|libc6|linux-(base|image|binary)" \
            "(-unsigned)?-[0-9][^\n]*-cloud-" arch "(-unsigned)?|" \
            "linux-source-[0-9.]+|libcap-dev|libpugixml(-dev|1v5)|zlib1g-dev)\n"
        }
        $0 ~ wanted && !/\nDepends:[^\n]* linux-(image|binary)-/ {
          for (i = 1; i <= NF; i++) {
            colon = index($i, ": ")
            field[substr($i, 1, colon - 1)] = substr($i, colon + 2)
          }
          print field["Version"], field["Package"], repo field["Filename"],
            field["SHA256"], int(field["Size"] / 1e6 + 1), suite
        }' >>"$tmp/unsorted" || return
  done < <(apt-get -c "$tmp/apt.conf" indextargets --no-release-info \
    'Created-By: Packages' "Architecture: $1" \
    --format '$(RELEASE) $(REPO_URI) $(FILENAME)')
  [ ${#unread[@]} -lt ${#suites[@]} ] || return
  sort -k1,1V -k2,2r "$tmp/unsorted" >"$tmp/list" || return
  # If a suite is missing, the list counts as old, so that the next call tries again.
  if [ ${#unread[@]} -gt 0 ]; then
    say "No list of ${unread[*]} ($reason)"
    touch -d @0 "$tmp/list"
  fi
  rm "$tmp/unsorted"
  mv "$tmp/list" "$list"
}

# find_list ARCH: sets $list to the list of the last 24 hours or, with --refresh, of this
# call. It uses an older one if it cannot get a newer one. Fails without any list.
declare -A looked
find_list() {
  list=$kernels/.list-$1
  if [ -n "$refresh" ] || [ -z "$(find "$list" -mmin -1440 2>/dev/null)" ]; then
    lock
    [ -n "${looked[$1]-}" ] || read_lists "$1" || [ ! -e "$list" ] ||
      say "Using the lists of $(date -r "$list" +%F): $reason"
    looked[$1]=yes
  fi
  [ -e "$list" ]
}

# newest NAMES VERSIONS [SUITES]: sets $row to the newest package in $list that these
# regular expressions match. Fails if none matches.
newest() {
  read -r -a row < <(awk -v name="^$1" -v version="^$2" -v suite="^${3-}" '
    $2 ~ name && $1 ~ version && $6 ~ suite { row = $0 }
    END { print row }' "$list")
  [ ${#row[@]} -gt 0 ]
}

# unpack: unpacks the package in $row into $tmp/root. Its hash is from a signed list.
unpack() {
  say "Fetching ${row[1]} ${row[0]} (${row[4]} MB)"
  rm -rf "$tmp/root" "$tmp/deb"
  quietly "$helper" -c "$tmp/apt.conf" download-file "${row[2]}" "$tmp/deb" \
    "SHA256:${row[3]}" && quietly dpkg-deb -x "$tmp/deb" "$tmp/root"
}
