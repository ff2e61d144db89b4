# A round as Google Benchmark writes it, by $min_time seconds: in the order of the
# suites, names without the library's additions, and each median also as a ratio to
# the floor of the same round. Who runs the machine says ci/boot, if it is ci/boot's.
def p50(name): [.benchmarks[] | select(.name | startswith(name)) | .p50_ns][0];
p50("floor/syscall") as $syscall | p50("floor/fork+wait") as $fork |
.context |= . + {
  min_time: ($min_time | tonumber),
  accelerator: (if .cpu_model | test("QEMU TCG") then "tcg" elif .cpu_model | test("^UML") then "uml"
    else [.command_line | capture("pidlab.accel=(?<kind>[a-z]+)").kind][0] // "none" end)
} |
.benchmarks |= (sort_by(.family_index) | map(
  (.name, .run_name) |= sub("(/iterations:[0-9]+)?/manual_time$"; "") |
  if .p50_ns then . + {
    p50_in_syscalls: (.p50_ns / $syscall), p50_in_forks: (.p50_ns / $fork)
  } else . end))
