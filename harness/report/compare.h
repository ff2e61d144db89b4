// Several records beside each other.
#pragma once

#include <string>
#include <vector>

#include "harness/report/report.h"

namespace pidlab {

/// Behaviour × kernel: a row for each experiment, a column for each report, as
/// a table for a terminal. Only rows that differ or do not PASS are told one by
/// one; the others are counted.
std::string matrix_text(const std::vector<Report>&, const Style&);

/// The same with all rows, as Markdown, JSON, and a page of HTML that needs
/// nothing else.
std::string matrix_markdown(const std::vector<Report>&);
std::string matrix_json(const std::vector<Report>&);
std::string matrix_html(const std::vector<Report>&);

/// In sentences what is different between two records; "" if nothing is.
std::string differences(const Report& before, const Report& after);

}  // namespace pidlab
