// A plot becomes an <img>: its ids and styles cannot conflict with those of the
// page, and its scripts do not run.
#include <fmt/format.h>

#include <cstdint>
#include <filesystem>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/report/page/page.h"
#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

std::string base64(const std::string& bytes) {
  constexpr char letters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const bool there = i + k < bytes.size();
      three =
          three << 8 | (there ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k > bytes.size() ? '=' : letters[three >> (18 - 6 * k) & 63];
    }
  }
  return out;
}

}  // namespace

Plot read_plot(const std::string& file) {
  Plot plot{.title = "", .svg = read_file(file)};
  pugi::xml_document document;
  const auto parsed = document.load_string(plot.svg.c_str());
  if (!parsed) {
    throw BadInput(fmt::format("{}: not an SVG file: {} at byte {}", file,
                               parsed.description(), parsed.offset));
  }
  const std::string root = document.document_element().name();
  if (root != "svg") {
    throw BadInput(fmt::format(
        "{}: not an SVG file: its root is <{}>, not <svg>", file, root));
  }
  plot.title = document.document_element().child_value("title");
  if (plot.title.empty()) plot.title = std::filesystem::path(file).stem();
  return plot;
}

void add_plots(Node section, const std::vector<Plot>& plots) {
  for (const Plot& plot : plots) {
    const Node figure = set(add(section, "figure"), "class", "plot");
    const Node image = add(add_scroller(figure, plot.title), "img");
    set(image, "alt", plot.title);
    set(image, "src",
        fmt::format("data:image/svg+xml;base64,{}", base64(plot.svg)));
    add(figure, "figcaption", plot.title);
  }
}

}  // namespace pidlab
