# ci/fuzz for a minute: no file crashes a reader.

setup() {
  bats_require_minimum_version 1.8.0
  bats_load_library bats-support
  bats_load_library bats-assert
}

@test "altered records and expectations are read or refused" {
  run -0 "$BATS_TEST_DIRNAME/../fuzz" 30
  assert_line --regexp '^record: Done [0-9]+ runs, nothing was found$'
  assert_line --regexp '^expectation: Done [0-9]+ runs, nothing was found$'
}
