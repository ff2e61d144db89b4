# Compares two tables that table.jq makes: for each benchmark the ratio of B to A
# (Hodges-Lehmann, on a logarithmic scale) with its 95 % interval. Exits with 1
# if something is slower by more than the threshold: a one-sided U test, with
# Holm's correction for as many benchmarks as there are. With a fourth argument
# it is the ratios to the floor that are compared.
arguments <- commandArgs(trailingOnly = TRUE)
a <- read.delim(arguments[1])
b <- read.delim(arguments[2])
threshold <- as.numeric(arguments[3]) / 100

for (side in c("A", "B")) {
  only <- if (side == "A") setdiff(a$name, b$name) else setdiff(b$name, a$name)
  if (length(only) > 0) cat(sprintf("only in %s: %s\n", side, paste(only, collapse = ", ")))
}
names <- intersect(a$name, b$name)
measured <- function(table, name) table$p50_ns[table$name == name]
if (length(arguments) > 3) {
  names <- setdiff(names, c("floor/syscall", "floor/fork+wait"))  # 1 by definition
  # What is short, in system calls: forks are noise to it.
  measured <- function(table, name) {
    short <- median(a$in_forks[a$name == name]) < 0.1
    table[table$name == name, if (short) "in_syscalls" else "in_forks"]
  }
}
if (length(names) == 0) {
  cat("bench-compare: the two have no benchmark in common\n", file = stderr())
  quit(status = 2)
}

# With ties, R takes the normal approximation and says so each time.
test <- function(...) suppressWarnings(wilcox.test(...))

compare <- function(name) {
  x <- log(measured(a, name))
  y <- log(measured(b, name))
  if (length(unique(x)) == 1 && length(unique(y)) == 1) {
    between <- list(estimate = y[1] - x[1], conf.int = c(y[1] - x[1], y[1] - x[1]))
  } else {
    between <- test(y, x, conf.int = TRUE)
  }
  data.frame(
    row.names = name, ratio = exp(between$estimate),
    from = exp(between$conf.int[1]), to = exp(between$conf.int[2]),
    slower = test(y, x, mu = log1p(threshold), alternative = "greater")$p.value,
    differs = test(y, x)$p.value,
    # What the test gives at best, when all rounds of B are slower.
    least = 1 / choose(length(x) + length(y), length(x)))
}
all <- do.call(rbind, lapply(names, compare))

# Of what is the same in all rounds, the test gives NaN.
found <- function(p) (p.adjust(p, "holm") < 0.05) %in% TRUE
slower <- found(all$slower)
too_few <- all$least * nrow(all) >= 0.05 & !slower

options(width = 120)
print(data.frame(
  row.names = rownames(all), ratio = sprintf("%.3f", all$ratio),
  from = sprintf("%.3f", all$from), to = sprintf("%.3f", all$to),
  " " = ifelse(slower, "SLOWER",
        ifelse(too_few, "too few rounds",
        ifelse(!found(all$differs), "",
        ifelse(all$ratio > 1, "a bit slower", "faster")))),
  check.names = FALSE))
cat(sprintf("\n%d of %d slower by more than %g %%\n", sum(slower), nrow(all), 100 * threshold))

if (all(too_few)) {
  cat(sprintf("bench-compare: too few rounds for %d benchmarks: nothing could be found\n",
              nrow(all)), file = stderr())
  quit(status = 2)
}
quit(status = if (any(slower)) 1 else 0)
