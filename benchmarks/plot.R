# The plots of a record: cost by depth, by members, and by the call that makes a
# child. Arguments: the table that table.jq makes, the folder for the files, and
# what machine that was.
# Told apart by line and mark, so that they can be read in grey.
library(svglite)
arguments <- commandArgs(trailingOnly = TRUE)
rounds <- read.delim(arguments[1])
rounds$name <- factor(rounds$name, unique(rounds$name))  # in this order
medians <- aggregate(p50_ns ~ name, rounds, median)
parts <- do.call(rbind, lapply(strsplit(as.character(medians$name), "/"), `length<-`, 3))
medians$suite <- parts[, 1]
medians$what <- parts[, 2]
medians$of <- parts[, 3]

plotted <- function(file, title, draw) {
  file <- file.path(arguments[2], file)
  svglite(file, width = 8, height = 5, fix_text_size = FALSE)
  par(mar = c(4, 5, 2, 1), las = 1, family = "sans")
  draw()
  dev.off()
  lines <- readLines(file)
  title <- sprintf("<title>%s: %s.</title>", title, arguments[3])
  writeLines(append(lines, title, grep("^<svg", lines)[1]), file)
}

# One line for each `what`, over the number that is the last part of the name.
lines_by <- function(data, xlab, ylab, log = "", legend_at = "topleft") {
  data$n <- as.numeric(data$of)
  data <- data[order(data$n), ]
  kinds <- unique(data$what)
  plot(range(data$n), range(data$y), type = "n", log = log, xlab = xlab, ylab = ylab)
  grid(col = "grey85")
  for (i in seq_along(kinds)) {
    with(data[data$what == kinds[i], ], lines(n, y, type = "b", lty = i, pch = i))
  }
  legend(legend_at, kinds, lty = seq_along(kinds), pch = seq_along(kinds), bty = "n")
}

depth <- medians[medians$suite == "depth", ]
first <- depth[depth$of == "0", ]
if (nrow(first) > 0) {
  depth <- depth[depth$what %in% first$what, ]
  depth$y <- depth$p50_ns / first$p50_ns[match(depth$what, first$what)]
  plotted("depth.svg", "What the same call costs in nested PID namespaces", function() {
    lines_by(depth, "levels of nesting", "median cost, at depth 0 = 1")
  })
}

size <- medians[medians$suite == "size", ]
if (nrow(size) > 0) {
  size$y <- size$p50_ns / 1e6
  plotted("size.svg", "What a PID namespace costs by its members", function() {
    lines_by(size, "members besides init", "median cost, ms", log = "xy")
  })
}

creation <- medians[medians$suite == "creation", ]
if (nrow(creation) > 0) {
  bars <- tapply(creation$p50_ns / 1e3, list(creation$of, creation$what), sum)
  parts <- data.frame(
    row.names = c("reaped", "first", "call"), grey = c("grey85", "grey55", "grey20"),
    means = c("from exit until reaped", "until the child's first instruction", "the call"))
  parts <- parts[rownames(parts) %in% creation$of, ]
  bars <- bars[rownames(parts), rev(unique(creation$what)), drop = FALSE]
  plotted("creation.svg", "What a child costs by the call that makes it", function() {
    par(mar = c(4, 12, 2, 1))
    barplot(bars, beside = TRUE, horiz = TRUE, xlab = "median cost, us", col = parts$grey)
    legend("topright", fill = rev(parts$grey), bty = "n", rev(parts$means))
  })
}
