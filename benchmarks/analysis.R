# Computes and draws every figure from what the benchmarks measured. A file of
# results is the JSON that Google Benchmark writes, of one round or of several.
#
#   Rscript analysis.R join RESULTS ROUND...         writes the rounds into one file
#   Rscript analysis.R summary RESULTS               medians, ratios, growth
#   Rscript analysis.R figures RESULTS               the text of FIGURES.md
#   Rscript analysis.R compare PERCENT FILTER A B    A and B: RESULTS, or a folder of them
#   Rscript analysis.R plot RESULTS FOLDER           depth.svg, size.svg, creation.svg
#   Rscript analysis.R self-check LOOP ROUND...      LOOP: a plain loop's times, in lines
#
# Exit codes: 1 if something is slower, or the self-check fails; 2 for bad input.
library(jsonlite)
# R itself exits with 1 after an error, but 1 has another meaning here.
options(width = 120, error = quote(quit(status = 2)))

die <- function(...) {
  cat("analysis.R: ", ..., "\n", sep = "", file = stderr())
  quit(status = 2)
}

# --- Results -----------------------------------------------------------------

# What emulates or runs the machine. ci/boot names it on the kernel command line.
accelerator <- function(context) {
  if (grepl("QEMU TCG", context$cpu_model)) return("tcg")
  if (grepl("^UML", context$cpu_model)) return("uml")
  line <- paste("", context$command_line)
  c(regmatches(line, regexpr("(?<=pidlab\\.accel=)[a-z]+", line, perl = TRUE)), "none")[1]
}

read_file <- function(file) {
  results <- tryCatch(read_json(file, simplifyVector = TRUE), error = function(e) NULL)
  if (!is.list(results) || all(is.na(results$benchmarks$p50_ns))) {
    die(file, " is not a result of ci/bench")
  }
  context <- results$context
  context$rounds <- c(context$rounds, 1)[1]
  context$loads <- if (is.null(context$loads)) context$load else context$loads
  context$accelerator <- c(context$accelerator, accelerator(context))[1]

  all <- results$benchmarks
  if (is.null(all$p50_in_forks)) {
    # A round as Google Benchmark writes it: in random order, with long names. The
    # ratios are to the floor of the same round.
    all <- all[order(all$family_index), ]
    for (column in c("name", "run_name")) {
      all[[column]] <- sub("(/iterations:[0-9]+)?/manual_time$", "", all[[column]])
    }
    floor <- function(name) all$p50_ns[all$name == name][1]
    all$p50_in_syscalls <- all$p50_ns / floor("floor/syscall")
    all$p50_in_forks <- all$p50_ns / floor("floor/fork+wait")
  }
  list(context = context, benchmarks = all)
}

# The rounds of all files, which must be of one machine, and the context of the
# first of them.
read_results <- function(files) {
  parts <- lapply(files, read_file)
  context <- parts[[1]]$context
  gather <- function(field) unlist(lapply(parts, function(part) part$context[[field]]))
  machines <- unique(paste(gather("cpu_model"), gather("accelerator"), sep = ", "))
  if (length(machines) > 1) {
    die("the rounds ran on different machines (", paste(sort(machines), collapse = "; "),
        "): choose one with --accel")
  }
  context$rounds <- sum(gather("rounds"))
  context$loads <- I(gather("loads"))
  # A round without errors, or without a p99, lacks these columns.
  columns <- unique(unlist(lapply(parts, function(part) names(part$benchmarks))))
  list(context = context, benchmarks = do.call(rbind, lapply(parts, function(part) {
    part$benchmarks[setdiff(columns, names(part$benchmarks))] <- NA
    part$benchmarks[columns]
  })))
}

# A row per benchmark and round. The names are in the order of the suites.
rounds_of <- function(results) {
  all <- results$benchmarks
  if (is.null(all$p99_ns)) all$p99_ns <- NA_real_
  rounds <- with(all[!is.na(all$p50_ns), ], data.frame(
    name, p50_ns, p99_ns, in_syscalls = p50_in_syscalls, in_forks = p50_in_forks))
  rounds$name <- factor(rounds$name, unique(rounds$name))
  rounds
}

skips <- function(results) {
  left_out <- results$benchmarks[results$benchmarks$error_occurred %in% TRUE, ]
  sprintf("SKIP %s: %s", left_out$name, left_out$error_message) |> unique() |> sort()
}

emulated <- function(results) results$context$accelerator %in% c("tcg", "uml")
first_load <- function(context) sub(" .*", "", context$load)

# --- summary and figures -----------------------------------------------------

duration <- function(ns) {
  unit <- findInterval(abs(ns), c(0, 1e3, 1e6))
  ifelse(is.na(ns), "",
         sprintf("%.3g %s", ns / c(1, 1e3, 1e6)[unit], c("ns", "us", "ms")[unit]))
}

# Half of the distance between the quartiles; one round has none.
spread <- function(x) {
  if (length(x) == 1) "" else sprintf("%.0f%%", 50 * diff(quantile(x, c(0.25, 0.75))) / median(x))
}

# Medians over the rounds. A round has a p99 only if it has enough samples.
medians_of <- function(rounds) {
  aggregate(. ~ name, rounds, median, na.rm = TRUE, na.action = na.pass)
}

cost_table <- function(rounds) {
  with(medians_of(rounds), data.frame(
    p50 = duration(p50_ns), p99 = duration(p99_ns),
    "in syscalls" = sprintf("%.3g", in_syscalls),
    "in forks" = sprintf("%.3g", in_forks),
    spread = aggregate(p50_ns ~ name, rounds, spread)$p50_ns,
    row.names = name, check.names = FALSE))
}

# How cost grows with depth and size: a line through the medians, over n or over
# n log2 n, whichever fits better.
growth_table <- function(rounds) {
  medians <- medians_of(rounds)
  forms <- list(n = function(n) n, "n log2 n" = function(n) ifelse(n == 0, 0, n * log2(n)))
  family_of <- sub("/[0-9]+$", "", medians$name)
  grow <- function(family) {
    points <- medians[family_of == family, ]
    if (nrow(points) < 3) return(NULL)
    n <- as.numeric(sub(".*/", "", points$name))
    # By relative error: otherwise the largest value decides alone.
    fits <- lapply(forms, function(form) lm(p50_ns ~ form(n), points, weights = 1 / p50_ns^2))
    best <- which.min(sapply(fits, deviance))
    fit <- fits[[best]]
    # R warns of a perfect fit where nothing grows at all.
    between <- suppressWarnings(confint(fit)[2, ])
    constant <- between[1] <= 0 && between[2] >= 0
    data.frame(
      row.names = family, "grows with" = if (constant) "constant" else names(best),
      "at start" = duration(coef(fit)[1]), "each" = duration(coef(fit)[2]),
      "95% from" = duration(between[1]), to = duration(between[2]),
      "R2" = sprintf("%.3f", suppressWarnings(summary(fit)$r.squared)), check.names = FALSE)
  }
  do.call(rbind, lapply(unique(grep("^(depth|size)/", family_of, value = TRUE)), grow))
}

print_tables <- function(costs, growth) {
  print(costs)
  if (is.null(growth)) return(invisible())
  cat("\nGrowth by depth (levels) and size (members):\n")
  print(growth)
}

show_summary <- function(file) {
  results <- read_results(file)
  rounds <- rounds_of(results)
  print_tables(cost_table(rounds), growth_table(rounds))
  writeLines(skips(results))
  if (emulated(results)) {
    cat("This machine is emulated: only the ratios to the floor mean anything.\n")
  }
}

show_figures <- function(file) {
  results <- read_results(file)
  rounds <- rounds_of(results)
  context <- results$context
  costs <- cost_table(rounds)
  chosen <- paste0("^(floor|creation|translation|contention)/|^namespaces/(setns|unshare)|",
                   "^depth/fork.*/(0|31)$|^size/.*/(1|4096)$")
  cat("# Figures of the benchmarks\n\n[README.md](README.md) says how they are measured.\n",
      "`benchmarks/figures.bash` writes this file.\n\n```\n", sep = "")
  cat(sprintf("%s, %d processors%s; Linux %s; %s;\nload %s; %d rounds\n\n",
              context$cpu_model, context$num_cpus,
              if (context$hypervisor == "yes") ", in a virtual machine" else "",
              sub("-.*", "", context$kernel), substr(context$date, 1, 10),
              first_load(context), sum(rounds$name == "floor/syscall")))
  print_tables(costs[grepl(chosen, rownames(costs)), ], growth_table(rounds))
  cat("```\n")
}

# --- compare -----------------------------------------------------------------

# With ties, R takes the normal approximation and warns each time.
u_test <- function(...) suppressWarnings(wilcox.test(...))

# The times of one benchmark: the ratio of B to A (Hodges-Lehmann, on a logarithmic
# scale) with its 95 % interval, and the p-values of the U tests.
compare_one <- function(a, b, threshold) {
  x <- log(a)
  y <- log(b)
  if (length(unique(x)) == 1 && length(unique(y)) == 1) {
    between <- list(estimate = y[1] - x[1], conf.int = c(y[1] - x[1], y[1] - x[1]))
  } else {
    between <- u_test(y, x, conf.int = TRUE)
  }
  data.frame(
    ratio = exp(between$estimate), from = exp(between$conf.int[1]), to = exp(between$conf.int[2]),
    slower = u_test(y, x, mu = log1p(threshold), alternative = "greater")$p.value,
    differs = u_test(y, x)$p.value,
    # The least p-value that is possible: if all rounds of B are slower.
    least = 1 / choose(length(x) + length(y), length(x)))
}

# Why times cannot be compared, or nothing.
incomparable <- function(a, b) {
  machine <- function(side) side$context[c("cpu_model", "hypervisor", "accelerator")]
  if (emulated(a) || emulated(b)) return("of an emulated machine")
  if (!identical(unname(machine(a)), unname(machine(b)))) return("of different machines")
  NULL
}

compare <- function(percent, filter, ...) {
  sides <- lapply(c(A = ..1, B = ..2), function(path) {
    results <- read_results(
      if (dir.exists(path)) list.files(path, "\\.json$", full.names = TRUE) else path)
    results$benchmarks <- results$benchmarks[grepl(filter, results$benchmarks$name, perl = TRUE), ]
    results
  })
  for (side in names(sides)) {
    context <- sides[[side]]$context
    cat(sprintf("%s: Linux %s, %s, load %s, %s\n", side, context$kernel, context$cpu_model,
                first_load(context), substr(context$date, 1, 16)))
    writeLines(sprintf("%s: %s", side, skips(sides[[side]])))
  }
  why <- incomparable(sides$A, sides$B)
  if (!is.null(why)) {
    cat(sprintf("Times %s cannot be compared: the ratios to the floor are compared\n", why))
  }

  rounds <- lapply(sides, rounds_of)
  known <- lapply(rounds, function(side) levels(side$name))
  for (side in c("A", "B")) {
    only <- setdiff(known[[side]], known[[setdiff(c("A", "B"), side)]])
    if (length(only) > 0) cat(sprintf("only in %s: %s\n", side, paste(only, collapse = ", ")))
  }
  names <- intersect(known$A, known$B)
  if (!is.null(why)) names <- setdiff(names, c("floor/syscall", "floor/fork+wait"))  # always 1
  if (length(names) == 0) die("the two sides have no benchmark in common")

  threshold <- as.numeric(percent) / 100
  all <- do.call(rbind, lapply(names, function(name) {
    rows <- lapply(rounds, function(side) side[side$name == name, ])
    # A short call is compared in system calls: forks vary more than it takes.
    column <- if (is.null(why)) "p50_ns"
              else if (median(rows$A$in_forks) < 0.1) "in_syscalls" else "in_forks"
    compare_one(rows$A[[column]], rows$B[[column]], threshold)
  }))

  # The test gives NaN if all rounds are the same.
  found <- function(p) (p.adjust(p, "holm") < 0.05) %in% TRUE
  slower <- found(all$slower)
  too_few <- all$least * nrow(all) >= 0.05 & !slower
  print(data.frame(
    row.names = names, ratio = sprintf("%.3f", all$ratio),
    from = sprintf("%.3f", all$from), to = sprintf("%.3f", all$to),
    " " = ifelse(slower, "SLOWER",
          ifelse(too_few, "too few rounds",
          ifelse(!found(all$differs), "",
          ifelse(all$ratio > 1, "a bit slower", "faster")))),
    check.names = FALSE))
  cat(sprintf("\n%d of %d slower by more than %s %%\n", sum(slower), nrow(all), percent))
  if (all(too_few)) {
    die("too few rounds for ", nrow(all), " benchmarks: no difference could be found")
  }
  quit(status = if (any(slower)) 1 else 0)
}

# --- plot --------------------------------------------------------------------

# A line for each call, over the number that is the last part of the name. Lines
# differ in dashes and marks, so that a gray print can be read.
lines_by <- function(data, xlab, ylab, log = "") {
  data$n <- as.numeric(data$of)
  data <- data[order(data$n), ]
  kinds <- unique(data$what)
  plot(range(data$n), range(data$y), type = "n", log = log, xlab = xlab, ylab = ylab)
  grid(col = "grey85")
  for (i in seq_along(kinds)) {
    with(data[data$what == kinds[i], ], lines(n, y, type = "b", lty = i, pch = i))
  }
  legend("topleft", kinds, lty = seq_along(kinds), pch = seq_along(kinds), bty = "n")
}

plot_all <- function(file, folder) {
  results <- read_results(file)
  context <- results$context
  medians <- medians_of(rounds_of(results))
  parts <- do.call(rbind, lapply(strsplit(as.character(medians$name), "/"), `length<-`, 3))
  medians[c("suite", "what", "of")] <- parts
  dir.create(folder, showWarnings = FALSE, recursive = TRUE)
  unlink(file.path(folder, c("depth.svg", "size.svg", "creation.svg")))

  plotted <- function(suite, title, draw) {
    path <- file.path(folder, paste0(suite, ".svg"))
    svglite::svglite(path, width = 8, height = 5, fix_text_size = FALSE)
    par(mar = c(4, 5, 2, 1), las = 1, family = "sans")
    draw()
    dev.off()
    title <- sprintf("%s: %s, Linux %s, %s.", title, context$cpu_model, context$kernel,
                     substr(context$date, 1, 10))
    title <- gsub("<", "&lt;", gsub("&", "&amp;", title, fixed = TRUE), fixed = TRUE)
    lines <- readLines(path)
    writeLines(append(lines, sprintf("<title>%s</title>", title), grep("^<svg", lines)[1]), path)
  }

  depth <- medians[medians$suite == "depth", ]
  first <- depth[depth$of == "0", ]
  if (nrow(first) > 0) {
    depth <- depth[depth$what %in% first$what, ]
    depth$y <- depth$p50_ns / first$p50_ns[match(depth$what, first$what)]
    plotted("depth", "What the same call costs in nested PID namespaces", function() {
      lines_by(depth, "levels of nesting", "median cost, at depth 0 = 1")
    })
  }

  size <- medians[medians$suite == "size", ]
  if (nrow(size) > 0) {
    size$y <- size$p50_ns / 1e6
    plotted("size", "What a PID namespace costs by its members", function() {
      lines_by(size, "members without init", "median cost, ms", log = "xy")
    })
  }

  creation <- medians[medians$suite == "creation", ]
  if (nrow(creation) > 0) {
    bars <- tapply(creation$p50_ns / 1e3, list(creation$of, creation$what), sum)
    parts <- data.frame(
      row.names = c("reaped", "first", "call"), gray = c("grey85", "grey55", "grey20"),
      means = c("from exit until reaped", "until the child's first instruction", "the call"))
    parts <- parts[rownames(parts) %in% creation$of, ]
    bars <- bars[rownames(parts), rev(unique(creation$what)), drop = FALSE]
    plotted("creation", "What a child costs by the call that creates it", function() {
      par(mar = c(4, 12, 2, 1))
      barplot(bars, beside = TRUE, horiz = TRUE, xlab = "median cost, us", col = parts$gray)
      legend("topright", fill = rev(parts$gray), bty = "n", rev(parts$means))
    })
  }
}

# --- join, self-check --------------------------------------------------------

join <- function(file, ...) {
  write_json(read_results(c(...)), file, auto_unbox = TRUE, digits = NA, pretty = TRUE)
}

self_check <- function(loop, ...) {
  ours <- median(sapply(c(...), function(round) read_file(round)$benchmarks$p50_ns[1]))
  plain <- median(scan(loop, quiet = TRUE))
  cat(sprintf("fork+wait: %.0f ns, in a plain loop %.0f ns: %.3f x\n", ours, plain, ours / plain))
  if (abs(ours / plain - 1) > 0.05) {
    cat("not within 5 %\n", file = stderr())
    quit(status = 1)
  }
}

verbs <- list(join = join, summary = show_summary, figures = show_figures, compare = compare,
              plot = plot_all, "self-check" = self_check)
arguments <- commandArgs(trailingOnly = TRUE)
verb <- verbs[[c(arguments, "")[1]]]
if (is.null(verb)) die("the first argument must be one of: ", paste(names(verbs), collapse = ", "))
do.call(verb, as.list(arguments[-1]))
