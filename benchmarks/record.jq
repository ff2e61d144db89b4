# One record of several rounds, or of several records: of one machine.
(map(.context | "\(.cpu_model), \(.accelerator)") | unique) as $machines |
if ($machines | length) > 1 then
  "the rounds ran on different machines (\($machines | join("; "))): --accel makes them the same\n" |
  halt_error(2)
else
  {
    context: (.[0].context + {
      rounds: (map(.context.rounds // 1) | add),
      loads: (map(.context.loads // [.context.load]) | add)
    }),
    benchmarks: (map(.benchmarks) | add)
  }
end
