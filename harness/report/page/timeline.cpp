// The timeline: time runs down, each process has a lane, and its observations
// are next to its marks. Births and deaths are included, if the record has
// them. A lane is dashed before the first event of its process.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/utf8.h"
#include "harness/drawing/in_words.h"
#include "harness/drawing/story.h"
#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

constexpr int step_height = 22, lane = 18, first_lane = 62;
constexpr std::size_t longest = 90;

std::string shortened(const std::string& text) {
  if (text.size() <= longest) return text;
  return text.substr(0, cut_at_most(text, longest - 3)) + "...";
}

double ms_of(const Step& step) {
  return step.observation ? step.observation->ms : step.event->ms;
}

/// The processes that have a lane: all if they are few, otherwise those that
/// wrote something or have a name.
std::vector<std::size_t> lanes_of(const Story& story) {
  constexpr std::size_t few = 12;
  std::vector<std::size_t> all, known;
  for (std::size_t p = 0; p < story.processes.size(); ++p) {
    const bool acts = std::ranges::any_of(
        story.steps, [&](const Step& m) { return m.process == p; });
    const bool wrote = std::ranges::any_of(story.steps, [&](const Step& m) {
      return m.process == p && m.observation;
    });
    if (acts) all.push_back(p);
    if (acts && (wrote || story.processes[p].named)) known.push_back(p);
  }
  return all.size() <= few ? all : known;
}

void add_line(Node parent, const char* kind, const std::string& path) {
  set(set(add(parent, "path"), "class", kind), "d", path);
}

void add_mark(Node svg, const Story& story, const Step& step, int x, int y) {
  const Event* event = step.event;
  const bool of_thread = is_of_thread(story, step);
  if (event && event->kind == Event::died && !of_thread) {
    if (event->how.starts_with("killed")) {
      add_line(svg, "killed", fmt::format("M{} {}l8 8m0-8l-8 8", x - 4, y - 4));
    } else {
      add_line(svg, "dot", fmt::format("M{} {}h8v8h-8z", x - 4, y - 4));
    }
    return;
  }
  const Node dot =
      set(add(svg, "circle"), "class", event ? "dot event" : "dot");
  set(dot, "cx", fmt::to_string(x));
  set(dot, "cy", fmt::to_string(y));
  set(dot, "r", of_thread ? "2" : "4");
}

}  // namespace

void add_timeline(Node parent, const Run& run, const Expectation& expectation,
                  const std::string& kernel) {
  if (run.observations.empty()) return;
  const Story story = name_processes(expectation, run);
  const std::vector<std::size_t> lanes = lanes_of(story);
  const auto lane_of = [&](std::size_t process) {
    return std::size_t(std::ranges::find(lanes, process) - lanes.begin());
  };
  const auto x_of = [](std::size_t own) {
    return first_lane + lane * int(own);
  };
  const Node figure = add(parent, "figure");
  const Node svg =
      add_drawing(figure,
                  "The observations of the table in their order, each with its "
                  "process and the time in milliseconds");
  const Node lines = add(svg, "g");
  int y = 14, width = 0;
  std::vector<int> tops;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const Process& process = story.processes[lanes[i]];
    const std::string text =
        fmt::format("{} (PID {} in its cell)",
                    process.named ? process.name : "a process", process.pid);
    add_svg_text(svg, x_of(i) - 4, y + 4, "small", text);
    width = std::max(width, x_of(i) + width_of(text));
    tops.push_back(y + 9);
    y += step_height - 4;
  }
  add_svg_text(svg, 44, 18, "ms", "ms");
  const int text_x = x_of(lanes.size());
  y += 6;
  std::vector<int> begins(lanes.size()), ends(lanes.size());
  for (const Step& step : story.steps) {
    const std::size_t own = lane_of(step.process);
    if (own == lanes.size()) continue;
    if (begins[own] == 0) begins[own] = y;
    ends[own] = y;
    const std::size_t from = step.maker ? lane_of(*step.maker) : own;
    if (from < own) {
      add_line(
          lines, "arrow",
          fmt::format("M{} {}H{}m-5-4 5 4-5 4", x_of(from), y, x_of(own) - 5));
    }
    add_mark(svg, story, step, x_of(own), y);
    add_svg_text(svg, 44, y + 4, "ms", fmt::format("{:.2f}", ms_of(step)));
    const std::string text = shortened(in_words(story, step));
    add_svg_text(svg, text_x, y + 4, step.observation ? "name" : "call", text);
    width = std::max(width, text_x + width_of(text));
    y += step_height;
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    add_line(lines, "lane before",
             fmt::format("M{} {}V{}", x_of(i), tops[i], begins[i]));
    add_line(lines, "lane",
             fmt::format("M{} {}V{}", x_of(i), begins[i], ends[i]));
  }
  set_size(svg, width + 4, y - step_height / 2 + 4);
  const std::size_t hidden =
      run.events.empty() ? 0 : story.processes.size() - lanes.size();
  add(figure, "figcaption",
      fmt::format("In the order of the observations on Linux {}{}", kernel,
                  hidden ? fmt::format(", without the births and deaths of {} "
                                       "processes that observed nothing",
                                       hidden)
                         : ""));
}

}  // namespace pidlab
