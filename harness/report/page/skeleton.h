// The skeleton of a page: a head, a table of contents, sections and a footer.
#pragma once

#include <string>

#include "harness/report/page/html.h"

namespace pidlab {

class Page {
 public:
  Page(const char* title, const char* subtitle);

  /// A section, with a link to it in the contents.
  Node add_section(const std::string& id, const std::string& title);

  /// A field that searches the texts of this index: see search.cpp.
  void add_search(const std::string& index) { search_index_ = index; }

  /// The whole page as HTML.
  std::string text();

 private:
  const char* title_;
  pugi::xml_document document_;
  Node body_, contents_, main_;
  std::string search_index_;
};

}  // namespace pidlab
