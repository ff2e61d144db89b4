# Compares two tables that table.jq makes: for each benchmark the ratio of B to A
# (Hodges-Lehmann, on a logarithmic scale) with its 95 % interval. Exits with 1
# if something is slower by more than the threshold: a one-sided U test, with
# Holm's correction for as many benchmarks as there are.
arguments <- commandArgs(trailingOnly = TRUE)
a <- read.delim(arguments[1])
b <- read.delim(arguments[2])
threshold <- as.numeric(arguments[3]) / 100

# With ties, R takes the normal approximation and says so each time.
test <- function(...) suppressWarnings(wilcox.test(...))

compare <- function(name) {
  x <- log(a$p50_ns[a$name == name])
  y <- log(b$p50_ns[b$name == name])
  if (length(unique(x)) == 1 && length(unique(y)) == 1) {
    between <- list(estimate = y[1] - x[1], conf.int = c(y[1] - x[1], y[1] - x[1]))
  } else {
    between <- test(y, x, conf.int = TRUE)
  }
  data.frame(
    row.names = name, ratio = exp(between$estimate),
    from = exp(between$conf.int[1]), to = exp(between$conf.int[2]),
    slower = test(y, x, mu = log1p(threshold), alternative = "greater")$p.value,
    differs = test(y, x)$p.value)
}

names <- unique(a$name)[unique(a$name) %in% b$name]
if (length(names) == 0) {
  cat("bench-compare: the two have no benchmark in common\n", file = stderr())
  quit(status = 2)
}
all <- do.call(rbind, lapply(names, compare))
slower <- p.adjust(all$slower, "holm") < 0.05
differs <- p.adjust(all$differs, "holm") < 0.05

options(width = 120)
print(data.frame(
  row.names = rownames(all), ratio = sprintf("%.3f", all$ratio),
  from = sprintf("%.3f", all$from), to = sprintf("%.3f", all$to),
  " " = ifelse(slower, "SLOWER", ifelse(!differs, "", ifelse(all$ratio > 1, "a bit slower", "faster"))),
  check.names = FALSE))
cat(sprintf("\n%d of %d slower by more than %g %%\n", sum(slower), nrow(all), 100 * threshold))

# The fewest rounds with which the test can say anything at all.
rounds <- function(table) min(table(table$name[table$name %in% names]))
least <- 1 / choose(rounds(a) + rounds(b), rounds(a))
if (least * nrow(all) >= 0.05) {
  cat(sprintf("bench-compare: %d and %d rounds are too few for %d benchmarks: nothing could be found\n",
              rounds(a), rounds(b), nrow(all)), file = stderr())
  quit(status = 2)
}
quit(status = if (any(slower)) 1 else 0)
