# A record as the table that the R scripts beside this read: a line per round.
["name", "p50_ns", "p99_ns", "in_syscalls", "in_forks"],
(.benchmarks[] | select(.p50_ns) |
 [.name, .p50_ns, .p99_ns, .p50_in_syscalls, .p50_in_forks]) | @tsv
