// Reads experiments/README.md line by line: headings, paragraphs and links.
#include "harness/suite/syllabus.h"

#include <sstream>

namespace pidlab {

std::vector<Chapter> parse_syllabus(std::string_view markdown) {
  std::vector<Chapter> chapters;
  bool begins = true;  // whether the next line begins a paragraph
  std::istringstream lines{std::string(markdown)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) {
      chapters.push_back({});
      chapters.back().title = line.substr(3);
    }
    if (chapters.empty() || line.starts_with('#')) continue;
    Chapter& chapter = chapters.back();
    const auto link = line.find("](");
    if (link != line.npos) {
      const auto from = link + 2;
      chapter.folder = line.substr(from, line.find('/', from) - from);
    }
    if (line.starts_with("- [")) {
      const auto colon = line.find("): ");
      if (colon != line.npos) chapter.topics.push_back(line.substr(colon + 3));
    } else if (chapter.folder.empty() && !line.empty()) {
      if (begins) {
        chapter.intro.push_back(line);
      } else {
        chapter.intro.back() += " " + line;
      }
    }
    begins = line.empty();
  }
  return chapters;
}

}  // namespace pidlab
