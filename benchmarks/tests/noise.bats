# Tests that ci/bench-compare raises no false alarm and finds a slowdown. Needs a quiet
# machine and takes hours: ctest -R bench.noise. TRIES is the number of comparisons, FILTER
# selects benchmarks.

setup() {
  load common
  cd "$BATS_TEST_TMPDIR" || exit
}

# measure FILE FILTER [ROUNDS]
measure() {
  "$ci/bench" --filter "$2" --rounds "${3:-10}" --program "$BENCHMARKS" \
    --out "$1" >/dev/null 2>&1
}

# took WHAT: prints the seconds since the last call.
took() {
  echo "# $1 in $SECONDS s" >&3
  SECONDS=0
}

@test "a comparison with itself raises no alarm" {
  SECONDS=0
  for try in $(seq "${TRIES:-50}"); do
    measure a.json "${FILTER:-^(creation|depth)/}"
    measure b.json "${FILTER:-^(creation|depth)/}"
    run "$ci/bench-compare" a.json b.json
    assert_success
    took "try $try"
  done
}

@test "a slowdown of a tenth is found nine times out of ten" {
  found=0 SECONDS=0
  for try in {1..10}; do
    # With eight more PIDs, this file costs a tenth more.
    measure a.json '^depth/proc_self_status/0$' 20
    measure b.json '^depth/proc_self_status/8$' 20
    jq '.benchmarks[].name |= sub("/8$"; "/0")' b.json >renamed.json
    run "$ci/bench-compare" --threshold 5 a.json renamed.json
    # The floor is compared too, but does not count.
    ! grep -Eq '^depth/.* SLOWER *$' <<<"$output" || found=$((found + 1))
    took "try $try, found $found"
  done
  [ "$found" -ge 9 ]
}
