// The timeline: time runs down, each process that wrote has a lane, and beside
// its mark stands what it saw.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

constexpr int row = 22, lane = 18, first_lane = 62;
constexpr std::size_t longest = 90;

struct Lane {
  pid_t pid;
  std::string name;
  int last = 0;  // the y of its last observation
};

// The processes in the order of their first words. The experiment itself, the
// caller, is PID 2 of its cell. Each other goes by the first name in its own
// words that nobody else bears: what a parent says of its child ("child.ended")
// comes later than what it says of itself.
std::vector<Lane> lanes_of(const Run& run, const std::vector<Actor>& cast) {
  std::vector<Lane> lanes;
  for (const Observation& seen : run.observations) {
    auto found = std::ranges::find(lanes, seen.pid, &Lane::pid);
    if (found == lanes.end()) {
      lanes.push_back({seen.pid, seen.pid == 2 ? "caller" : ""});
      found = lanes.end() - 1;
    }
    const std::string name = seen.name.substr(0, seen.name.find('.'));
    const bool is_actor =
        name == "caller" || std::ranges::count(cast, name, &Actor::name) > 0;
    if (found->name.empty() && is_actor &&
        std::ranges::count(lanes, name, &Lane::name) == 0) {
      found->name = name;
    }
  }
  return lanes;
}

std::string shortened(std::string text) {
  if (text.size() > longest) {
    // Not in the middle of a character.
    std::size_t end = longest - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
      --end;
    }
    text = text.substr(0, end) + "...";
  }
  return text;
}

}  // namespace

void add_timeline(Node parent, const Run& run, const std::vector<Actor>& cast) {
  if (run.observations.empty()) return;
  std::vector<Lane> lanes = lanes_of(run, cast);
  const Node figure = add(parent, "figure");
  const Node svg = add_drawing(
      figure,
      "What was seen, in order: as the table says, with the process "
      "that saw it and the time in milliseconds");
  const Node lines = add(svg, "g");
  const auto x_of = [&](std::size_t index) {
    return first_lane + lane * int(index);
  };
  int y = 14, width = 0;
  std::vector<int> tops;
  for (std::size_t i = 0; i < lanes.size(); ++i, y += row - 4) {
    const std::string text = fmt::format(
        "{} (PID {} in its cell)",
        lanes[i].name.empty() ? "a process" : lanes[i].name, lanes[i].pid);
    add_svg_text(svg, x_of(i) - 4, y + 4, "small", text);
    width = std::max(width, x_of(i) + width_of(text));
    tops.push_back(y + 9);
  }
  add_svg_text(svg, 44, 18, "ms", "ms");
  const int text_x = x_of(lanes.size());
  y += 6;
  for (const Observation& seen : run.observations) {
    const auto of = std::ranges::find(lanes, seen.pid, &Lane::pid);
    const Node dot = set(add(svg, "circle"), "class", "dot");
    set(dot, "cx", fmt::to_string(x_of(std::size_t(of - lanes.begin()))));
    set(dot, "cy", fmt::to_string(y));
    set(dot, "r", "4");
    of->last = y;
    add_svg_text(svg, 44, y + 4, "ms", fmt::format("{:.2f}", seen.ms));
    const std::string text =
        shortened(seen.name + " = " + to_string(seen.value));
    add_svg_text(svg, text_x, y + 4, "name", text);
    width = std::max(width, text_x + width_of(text));
    y += row;
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    set(set(add(lines, "path"), "class", "lane"), "d",
        fmt::format("M{} {}V{}", x_of(i), tops[i], lanes[i].last));
  }
  set_size(svg, width + 4, y - row / 2 + 4);
  add(figure, "figcaption", "In the order in which it was seen");
}

}  // namespace pidlab
