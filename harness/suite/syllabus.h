#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pidlab {

/// A chapter as the syllabus introduces it.
struct Chapter {
  std::string folder;  ///< of experiments/; "" for what comes before them
  std::string title;
  std::vector<std::string> intro;   ///< paragraphs
  std::vector<std::string> topics;  ///< of files that are not experiments
};

/// The chapters of the syllabus, experiments/README.md: under each heading an
/// introduction, then links that begin with the chapter's folder: numbered ones
/// to experiments, others with a topic.
std::vector<Chapter> parse_syllabus(std::string_view markdown);

}  // namespace pidlab
