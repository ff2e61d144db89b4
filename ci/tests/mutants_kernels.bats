# ci/mutants with all its kernels: takes more than an hour on two
# processors, and 5 GB in the cache.

@test "each experiment FAILs on a wrong kernel, and none on the unaltered one" {
  run "$BATS_TEST_DIRNAME/../mutants"
  printf "# %s\n" "${lines[@]}" >&3
  [ "$status" -eq 0 ]
}
