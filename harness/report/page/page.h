// HTML pages that need no network. Without their script, they have no search.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/judge/result.h"
#include "harness/suite/coverage.h"
#include "harness/suite/exercise.h"
#include "harness/suite/suite.h"
#include "harness/suite/syllabus.h"
#include "harness/suite/symptoms.h"

namespace pidlab {

/// A drawing for the page, read from an SVG file.
struct Plot {
  std::string title;
  std::string svg;
};

/// Reads a plot. Throws BadInput if the file is not SVG.
Plot read_plot(const std::string& file);

/// The texts and drawings around the experiments.
struct CourseText {
  std::vector<Chapter> chapters;
  std::vector<Symptom> symptoms;
  std::vector<Plot> plots;
  std::span<const Exercise> exercises;
  std::optional<Coverage> coverage;
};

/// The observations on one or several kernels, and the explanations.
std::string report_page(const std::vector<Report>&, const CourseText&);

/// The course: all experiments in the order of the syllabus, with questions.
std::string course_page(const Suite&, const CourseText&);

}  // namespace pidlab
