#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pidlab {

/// A chapter as the syllabus introduces it.
struct Chapter {
  std::string folder;  ///< of experiments/; "" for the text before the chapters
  std::string title;
  std::vector<std::string> intro;   ///< paragraphs
  std::vector<std::string> topics;  ///< of files that are not experiments
};

/// The chapters of the syllabus, experiments/README.md. Under each heading "##"
/// are an introduction and links that begin with the chapter's folder: numbered
/// links to experiments, other links with a topic. Headings "###" group them.
std::vector<Chapter> parse_syllabus(std::string_view markdown);

}  // namespace pidlab
