// Draws row by row: the frames, the lanes of all living processes, then the
// mark.
#include "harness/drawing/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/base/text.h"
#include "harness/drawing/canvas.h"
#include "harness/drawing/in_words.h"
#include "harness/drawing/layout.h"

namespace pidlab {
namespace {

constexpr int columns = 80;
// The text is to the right of the frames, which may use some of its room for
// names.
constexpr int wide_layout = 46, widest_layout = 58;
// If there are more levels, only the first ones and the last one are shown.
constexpr std::size_t most_levels = 5;

class Painter {
 public:
  Painter(const Story& story, const LaneStyle& style)
      : story_(story),
        style_(style),
        marks_(style.ascii ? in_ascii : Marks{}),
        layout_(lay_out(story, wide_layout, widest_layout)) {}

  Lanes paint() {
    Lanes lanes{.head = head(), .steps = {}, .foot = ""};
    std::map<std::string, int> folded;
    for (std::size_t m = 0; m < story_.steps.size(); ++m) {
      const Step& step = story_.steps[m];
      if (step.event && !layout_.lane_of[step.process]) {
        ++folded[step.event->kind == Event::born
                     ? step.event->thread_of ? "threads begin" : "are born"
                     : step.event->how];
        continue;
      }
      if (!folded.empty()) lanes.steps.push_back(fold(m, folded));
      lanes.steps.push_back(lines(row_of(m), in_words(story_, step), m));
    }
    if (!folded.empty()) {
      lanes.steps.push_back(fold(story_.steps.size(), folded));
    }
    lanes.foot = foot();
    return lanes;
  }

 private:
  // --- The frames and the names.

  std::string head() const {
    std::string out = legend();
    const int deepest =
        std::ranges::max_element(layout_.frames, {}, &Frame::depth)->depth;
    for (int depth = 0; depth <= deepest; ++depth) {
      Row row(std::size_t(layout_.width));
      for (const Frame& frame : layout_.frames) {
        if (frame.depth < depth) sides(row, frame);
        if (frame.depth == depth) top(row, frame);
      }
      out += to_text(row, style_.color) + "\n";
    }
    if (layout_.titled) {
      Row row = sides_only();
      for (const Lane& lane : layout_.lanes) {
        put(row, lane.x, lane.title, color(lane.ns));
      }
      out += to_text(row, style_.color) + "\n";
    }
    std::size_t levels = 0;
    for (const Process& process : story_.processes) {
      levels = std::max(levels, process.numbers.size());
    }
    for (std::size_t level = 0; level < std::min(levels, most_levels);
         ++level) {
      out += numbers(level, levels);
    }
    return out;
  }

  // The PIDs on one level; of many levels only some are shown.
  std::string numbers(std::size_t level, std::size_t levels) const {
    const bool many = levels > most_levels;
    const bool gap = many && level + 2 == most_levels;
    const bool last = many && level + 1 == most_levels;
    Row row = sides_only();
    for (const Lane& lane : layout_.lanes) {
      const auto& own = story_.processes[lane.processes[0]].numbers;
      if (level >= own.size()) continue;
      const pid_t number = last ? own.back() : own[level];
      put(row, lane.x,
          gap && own.size() > most_levels ? std::string(marks_.more)
                                          : std::to_string(number),
          color(lane.ns));
    }
    const std::string label =
        gap     ? ""
        : last  ? "PID at its own level"
        : level ? fmt::format("{} level{} down", level, level > 1 ? "s" : "")
                : "PID in the cell";
    return to_text(row, style_.color) + "  " + label + "\n";
  }

  // The meaning of the marks, and the names of lanes and frames that have no
  // room for a name.
  std::string legend() const {
    std::string names;
    for (const Lane& lane : layout_.lanes) {
      for (const std::size_t p : lane.processes) {
        const Process& process = story_.processes[p];
        if (layout_.titled || !process.named) continue;
        names += fmt::format("{}{} is {}", names.empty() ? "" : ", ",
                             process.pid, process.name);
      }
    }
    for (const Frame& frame : layout_.frames) {
      if (layout_.titled || frame.depth == 0) continue;
      names += fmt::format("{}{}",
                           &frame == &layout_.frames[1]
                               ? "; the frames from the left are "
                               : ", ",
                           story_.namespaces[frame.ns].name);
    }
    const auto without = std::ranges::count_if(
        layout_.lane_of, [](const auto& lane) { return !lane; });
    if (without) {
      names += fmt::format("{}{} more processes have no lane",
                           names.empty() ? "" : "; ", without);
    }
    std::string out;
    for (const std::string& line : wrapped(names, columns)) out += line + "\n";
    return out + fmt::format(
                     "{} born  {} observed  {} exited  {} killed  {} thread\n",
                     marks_.born, marks_.observed, marks_.exited, marks_.killed,
                     marks_.thread);
  }

  std::string foot() const {
    std::string out;
    const int deepest =
        std::ranges::max_element(layout_.frames, {}, &Frame::depth)->depth;
    for (int depth = deepest; depth >= 0; --depth) {
      Row row(std::size_t(layout_.width));
      for (const Frame& frame : layout_.frames) {
        if (frame.depth < depth) sides(row, frame);
        if (frame.depth == depth) {
          across(row, frame.left, frame.right);
          row[frame.left].text = marks_.bottom_left;
          row[frame.right].text = marks_.bottom_right;
        }
      }
      out += to_text(row, style_.color) + "\n";
    }
    return out;
  }

  void top(Row& row, const Frame& frame) const {
    across(row, frame.left, frame.right);
    row[frame.left].text = marks_.top_left;
    row[frame.right].text = marks_.top_right;
    const std::string title = " " + story_.namespaces[frame.ns].name + " ";
    if (int(title.size()) + 1 < frame.right - frame.left) {
      put(row, frame.left + 1, title, color(frame.ns));
    }
  }

  void across(Row& row, int left, int right) const {
    for (int x = left; x <= right; ++x) row[x].text = marks_.dash;
  }

  void sides(Row& row, const Frame& frame) const {
    row[frame.left].text = row[frame.right].text = marks_.side;
  }

  Row sides_only() const {
    Row row(std::size_t(layout_.width));
    for (const Frame& frame : layout_.frames) sides(row, frame);
    return row;
  }

  // --- What happens.

  // The lanes of all processes that live after step m.
  Row lives(std::size_t m) const {
    Row row = sides_only();
    for (const Lane& lane : layout_.lanes) {
      for (const std::size_t p : lane.processes) {
        const Process& process = story_.processes[p];
        if (process.first <= m && m < process.last) {
          row[lane.x] = {std::string(marks_.life), color(lane.ns)};
        }
      }
    }
    return row;
  }

  Row row_of(std::size_t m) const {
    const Step& step = story_.steps[m];
    Row row = lives(m);
    const auto own = layout_.lane_of[step.process];
    if (!own) return row;
    const int x = layout_.lanes[*own].x;
    Glyph& glyph = row[x];
    glyph.color = color(layout_.lanes[*own].ns);
    if (step.observation) {
      glyph.text = marks_.observed;
    } else if (is_of_thread(story_, step)) {
      glyph.text = marks_.thread;
    } else if (step.event->kind == Event::died) {
      const bool killed = step.event->how.starts_with("killed");
      glyph.text = killed ? marks_.killed : marks_.exited;
      if (killed) glyph.color = red;
    } else {
      glyph.text = marks_.born;
      const auto maker =
          step.maker ? layout_.lane_of[*step.maker] : std::nullopt;
      if (maker) arrow(row, layout_.lanes[*maker].x, x);
    }
    return row;
  }

  void arrow(Row& row, int from, int to) const {
    if (from == to) return;
    const int step = from < to ? 1 : -1;
    row[from].text = from < to ? marks_.right : marks_.left;
    for (int x = from + step; x != to; x += step) {
      row[x].text = row[x].text == " " ? marks_.dash : marks_.cross;
    }
    row[to - step].text = from < to ? marks_.to_right : marks_.to_left;
  }

  std::string fold(std::size_t before, std::map<std::string, int>& folded) {
    std::string text;
    for (const auto& [what, count] : folded) {
      text += fmt::format("{}{} more {}", text.empty() ? "" : ", ", count,
                          count == 1 && what == "are born" ? "is born" : what);
    }
    folded.clear();
    Row row = before == 0 ? sides_only() : lives(before - 1);
    return lines(std::move(row), text, before == 0 ? 0 : before - 1);
  }

  std::string lines(const Row& first, const std::string& text,
                    std::size_t m) const {
    std::string out;
    const std::string below = to_text(lives(m), style_.color);
    for (const std::string& line : wrapped(text, columns - layout_.width - 2)) {
      out += (out.empty() ? to_text(first, style_.color) : below) + "  " +
             line + "\n";
    }
    return out;
  }

  // --- Characters.

  // Each namespace has its own color, while there are enough.
  static int color(std::size_t ns) {
    constexpr int colors[] = {0, 36, 33, 35, 32, 34};
    return colors[ns % std::size(colors)];
  }

  static constexpr int red = 31;

  const Story& story_;
  const LaneStyle style_;
  const Marks marks_;
  const Layout layout_;
};

}  // namespace

Lanes draw_lanes(const Story& story, const LaneStyle& style) {
  return Painter(story, style).paint();
}

}  // namespace pidlab
