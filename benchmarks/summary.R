# The summary of a record: medians over its rounds, ratios to the floor, and how
# cost grows with depth and size. Reads what table.jq makes.
rounds <- read.delim(file("stdin"))
rounds$name <- factor(rounds$name, unique(rounds$name))
options(width = 120)

duration <- function(ns) {
  unit <- findInterval(abs(ns), c(0, 1e3, 1e6))
  ifelse(is.na(ns), "",
         sprintf("%.3g %s", ns / c(1, 1e3, 1e6)[unit], c("ns", "us", "ms")[unit]))
}
# Half of it; of one round there is none.
spread <- function(x) {
  if (length(x) == 1) "" else sprintf("%.0f%%", 50 * diff(quantile(x, c(0.25, 0.75))) / median(x))
}

# A round has a p99 only if it has the samples for that.
medians <- aggregate(. ~ name, rounds, median, na.rm = TRUE, na.action = na.pass)
show <- with(medians, data.frame(
  p50 = duration(p50_ns), p99 = duration(p99_ns),
  "in syscalls" = sprintf("%.3g", in_syscalls),
  "in forks" = sprintf("%.3g", in_forks),
  "+-" = aggregate(p50_ns ~ name, rounds, spread)$p50_ns,
  row.names = name, check.names = FALSE))
print(show)

# A line through the medians, over n or over what fits better: what one more costs,
# besides what is there at the start.
grows_with <- list(n = function(n) n, "n log2 n" = function(n) ifelse(n == 0, 0, n * log2(n)))
growth <- data.frame()
for (family in unique(sub("/[0-9]+$", "", grep("^(depth|size)/", medians$name, value = TRUE)))) {
  points <- medians[sub("/[0-9]+$", "", medians$name) == family, ]
  n <- as.numeric(sub(".*/", "", points$name))
  if (nrow(points) < 3) next
  # By relative error: otherwise the largest would decide alone.
  fits <- lapply(grows_with, function(form) lm(p50_ns ~ form(n), points, weights = 1 / p50_ns^2))
  best <- which.min(sapply(fits, deviance))
  fit <- fits[[best]]
  between <- suppressWarnings(confint(fit)[2, ])
  constant <- between[1] <= 0 && between[2] >= 0
  growth <- rbind(growth, data.frame(
    row.names = family, "grows with" = if (constant) "constant" else names(best),
    "at start" = duration(coef(fit)[1]), "each" = duration(coef(fit)[2]),
    "95% from" = duration(between[1]), to = duration(between[2]),
    # Where nothing grows at all, R warns that the fit is perfect.
    "R2" = sprintf("%.3f", suppressWarnings(summary(fit)$r.squared)), check.names = FALSE))
}
if (nrow(growth) > 0) {
  cat("\nGrowth by depth (levels) and size (members):\n")
  print(growth)
}
