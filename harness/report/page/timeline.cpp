// The timeline: time runs down, each process has a lane, and beside its marks
// stands what it saw; births and deaths, too, if the record tells of them.
#include <fmt/format.h>

#include <algorithm>

#include "harness/casting.h"
#include "harness/report/moment.h"
#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

constexpr int row = 22, lane = 18, first_lane = 62;
constexpr std::size_t longest = 90;

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

double ms_of(const Moment& moment) {
  return moment.observation ? moment.observation->ms : moment.event->ms;
}

}  // namespace

void add_timeline(Node parent, const Run& run, const Expectation& expectation,
                  const std::string& kernel) {
  if (run.observations.empty()) return;
  const Casting casting = cast_roles(expectation, run);
  // Only who did something has a lane.
  std::vector<std::size_t> lanes;
  for (std::size_t p = 0; p < casting.players.size(); ++p) {
    if (std::ranges::count(casting.moments, p, &Moment::player)) {
      lanes.push_back(p);
    }
  }
  const auto x_of = [&](std::size_t player) {
    return first_lane +
           lane * int(std::ranges::find(lanes, player) - lanes.begin());
  };
  const Node figure = add(parent, "figure");
  const Node svg = add_drawing(
      figure,
      "What was seen, in order: as the table says, with the process that saw "
      "it and the time in milliseconds");
  const Node lines = add(svg, "g");
  int y = 14, width = 0;
  std::vector<int> tops;
  for (const std::size_t p : lanes) {
    const Player& player = casting.players[p];
    const std::string text =
        fmt::format("{} (PID {} in its cell)",
                    player.named ? player.name : "a process", player.pid);
    add_svg_text(svg, x_of(p) - 4, y + 4, "small", text);
    width = std::max(width, x_of(p) + width_of(text));
    tops.push_back(y + 9);
    y += row - 4;
  }
  add_svg_text(svg, 44, 18, "ms", "ms");
  const int text_x = first_lane + lane * int(lanes.size());
  y += 6;
  std::vector<int> ends = tops;
  for (const Moment& moment : casting.moments) {
    const Node dot = set(add(svg, "circle"), "class",
                         moment.observation ? "dot" : "dot event");
    set(dot, "cx", fmt::to_string(x_of(moment.player)));
    set(dot, "cy", fmt::to_string(y));
    set(dot, "r", "4");
    ends[std::size_t(std::ranges::find(lanes, moment.player) - lanes.begin())] =
        y;
    add_svg_text(svg, 44, y + 4, "ms", fmt::format("{:.2f}", ms_of(moment)));
    const std::string text = shortened(in_words(casting, moment));
    add_svg_text(svg, text_x, y + 4, moment.observation ? "name" : "call",
                 text);
    width = std::max(width, text_x + width_of(text));
    y += row;
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    set(set(add(lines, "path"), "class", "lane"), "d",
        fmt::format("M{} {}V{}", x_of(lanes[i]), tops[i], ends[i]));
  }
  set_size(svg, width + 4, y - row / 2 + 4);
  add(figure, "figcaption",
      "In the order in which it was seen on Linux " + kernel);
}

}  // namespace pidlab
