// The head is text, because XML would need a closed <meta>. So are the scripts,
// because XML would escape them.
#include "harness/report/page/skeleton.h"

#include <fmt/format.h>

#include <sstream>

#include "harness/report/page/parts.h"

namespace pidlab {

Page::Page(const char* title, const char* subtitle) : title_(title) {
  body_ = document_.append_child("body");
  set(add_link(body_, "#content", "To the content"), "class", "skip");
  const Node head = add(body_, "header");
  add(head, "h1", title);
  add(head, "p", subtitle);
  const Node nav = set(add(body_, "nav"), "aria-label", "Contents");
  contents_ = add(nav, "ul");
  main_ = set(add(body_, "main"), "id", "content");
  set(main_, "tabindex", "-1");
}

Node Page::add_section(const std::string& id, const std::string& title) {
  add_link(add(contents_, "li"), fmt::format("#{}", id), title);
  const Node section = set(add(main_, "section"), "aria-labeledby", id);
  set(add(section, "h2", title), "id", id);
  return section;
}

std::string Page::text() {
  add(add(body_, "footer"), "p",
      "Written by pidlab, the laboratory of PID namespaces. This page needs no "
      "network, except to follow links to manual pages and to the kernel's "
      "source.");
  std::ostringstream out;
  document_.save(out, "", pugi::format_raw | pugi::format_no_declaration);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
      "dark\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n"
      "<style>\n{}</style></head>\n{}"
      "<script type=\"application/json\" id=\"search-index\">{}</script>\n"
      "<script>\n{}</script></html>\n",
      title_, style_sheet, out.str(), search_index_, search_script);
}

}  // namespace pidlab
