// pugixml writes the elements; printable() makes the text legal XML.
#include "harness/report/page/html.h"

#include <fmt/format.h>

#include <sstream>

#include "harness/report/xml.h"

namespace pidlab {

void say(Node node, const std::string& text) {
  node.append_child(pugi::node_pcdata).set_value(printable(text).c_str());
}

void say_with_code(Node node, const std::string& text) {
  std::istringstream parts(text);
  bool is_code = false;
  for (std::string part; std::getline(parts, part, '`'); is_code = !is_code) {
    if (part.empty()) continue;
    if (is_code) {
      add(node, "code", part);
    } else {
      say(node, part);
    }
  }
}

Node add(Node parent, const char* tag, const std::string& text) {
  const Node node = parent.append_child(tag);
  if (!text.empty()) say(node, text);
  return node;
}

Node set(Node node, const char* name, const std::string& value) {
  node.remove_attribute(name);
  node.append_attribute(name) = printable(value).c_str();
  return node;
}

Node add_link(Node parent, const std::string& href, const std::string& text) {
  return set(add(parent, "a", text), "href", href);
}

Node add_scroller(Node parent, const std::string& label) {
  const Node scroller = set(add(parent, "div"), "class", "wide");
  set(scroller, "role", "group");
  set(scroller, "aria-label", label);
  return set(scroller, "tabindex", "0");
}

Node add_drawing(Node parent, const std::string& label) {
  const Node svg = add(add_scroller(parent, "Drawing"), "svg");
  set(svg, "role", "img");
  return set(svg, "aria-label", label);
}

void set_size(Node svg, int width, int height) {
  set(svg, "width", fmt::to_string(width));
  set(svg, "height", fmt::to_string(height));
  set(svg, "viewBox", fmt::format("0 0 {} {}", width, height));
  // In a narrow window the drawing first shrinks a little, then scrolls.
  set(svg, "style", fmt::format("min-width:{}px", width * 4 / 5));
}

Node add_svg_text(Node svg, int x, int y, const char* kind,
                  const std::string& text) {
  const Node node = set(add(svg, "text", text), "class", kind);
  set(node, "x", fmt::to_string(x));
  return set(node, "y", fmt::to_string(y));
}

int width_of(const std::string& text) {
  constexpr double advance = 7.3;  // of 12 px, in the widest of common fonts
  return int(double(text.size()) * advance) + 1;
}

}  // namespace pidlab
