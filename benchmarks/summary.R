# The summary of a record: medians over its rounds, ratios to the floor, and how
# cost grows with depth and size. Reads what table.jq makes.
rounds <- read.delim(file("stdin"))
rounds$name <- factor(rounds$name, unique(rounds$name))
options(width = 120)

duration <- function(ns) {
  unit <- findInterval(abs(ns), c(0, 1e3, 1e6))
  sprintf("%.3g %s", ns / c(1, 1e3, 1e6)[unit], c("ns", "us", "ms")[unit])
}
spread <- function(x) (quantile(x, 0.75) - quantile(x, 0.25)) / median(x)

medians <- aggregate(. ~ name, rounds, median)
medians$spread <- aggregate(p50_ns ~ name, rounds, spread)$p50_ns
show <- with(medians, data.frame(
  p50 = duration(p50_ns), p99 = duration(p99_ns),
  "in syscalls" = sprintf("%.3g", in_syscalls),
  "in forks" = sprintf("%.3g", in_forks),
  "+-" = sprintf("%.0f%%", 50 * spread), row.names = name, check.names = FALSE))
print(show)

# A line through the medians: what one more costs, besides what the first does.
growth <- data.frame()
for (family in unique(sub("/[0-9]+$", "", grep("^(depth|size)/", medians$name, value = TRUE)))) {
  points <- medians[sub("/[0-9]+$", "", medians$name) == family, ]
  points$n <- as.numeric(sub(".*/", "", points$name))
  if (nrow(points) < 3) next
  # By relative error: otherwise the largest would decide alone.
  fit <- lm(p50_ns ~ n, points, weights = 1 / p50_ns^2)
  between <- suppressWarnings(confint(fit)["n", ])
  growth <- rbind(growth, data.frame(
    row.names = family, "at 0" = duration(coef(fit)[1]),
    "each one more" = duration(coef(fit)["n"]),
    "95% from" = duration(between[1]), to = duration(between[2]),
    # Where nothing grows at all, R warns that the fit is perfect.
    "R2" = sprintf("%.3f", suppressWarnings(summary(fit)$r.squared)), check.names = FALSE))
}
if (nrow(growth) > 0) {
  cat("\nGrowth by depth (levels) and size (members):\n")
  print(growth)
}
