#include "harness/drawing/layout.h"

#include <algorithm>

namespace pidlab {
namespace {

/// What is given up to make it narrower.
struct Savings {
  bool reuse = false;        ///< a lane after a death
  bool short_ = false;       ///< names and the ns between lanes
  std::vector<bool> hidden;  ///< by process
};

class Builder {
 public:
  Builder(const Story& story, const Savings& savings)
      : casting_(story), savings_(savings) {
    stage_.titled = !savings.short_;
    stage_.lane_of.resize(story.processes.size());
  }

  Layout build() {
    for (std::size_t p = 0; p < casting_.processes.size(); ++p) {
      if (!savings_.hidden[p]) stage_.lane_of[p] = lane_for(p);
    }
    stage_.width = place(0, 0, 0);
    return std::move(stage_);
  }

 private:
  std::size_t lane_for(std::size_t p) {
    const Process& process = casting_.processes[p];
    for (std::size_t i = 0; savings_.reuse && i < stage_.lanes.size(); ++i) {
      Lane& lane = stage_.lanes[i];
      const Process& last = casting_.processes[lane.processes.back()];
      if (lane.ns != process.ns || last.last >= process.first) continue;
      if (lane.processes.size() == 1) lane.title += "+";
      lane.processes.push_back(p);
      return i;
    }
    stage_.lanes.push_back(
        {.ns = process.ns, .processes = {p}, .title = process.name});
    return stage_.lanes.size() - 1;
  }

  bool is_shown(std::size_t ns) const {
    return std::ranges::count(stage_.lanes, ns, &Lane::ns) > 0;
  }

  // A namespace whose processes have no lanes has no box: what is nested in it
  // moves up.
  std::vector<std::size_t> nested_in(std::size_t ns) const {
    std::vector<std::size_t> nested;
    for (std::size_t s = 1; s < casting_.namespaces.size(); ++s) {
      if (!is_shown(s)) continue;
      std::size_t parent = *casting_.namespaces[s].parent;
      while (parent != 0 && !is_shown(parent)) {
        parent = *casting_.namespaces[parent].parent;
      }
      if (parent == ns) nested.push_back(s);
    }
    return nested;
  }

  // Returns the column behind the box.
  int place(std::size_t ns, int left, int depth) {
    const std::size_t box = stage_.frames.size();
    stage_.frames.push_back({ns, depth, left, left});
    const int gap = savings_.short_ ? 1 : 2;
    int x = left + gap;
    for (Lane& lane : stage_.lanes) {
      if (lane.ns != ns) continue;
      lane.x = x;
      x += width(lane) + gap;
    }
    for (const std::size_t inner : nested_in(ns)) {
      x = place(inner, x, depth + 1);
    }
    const int title =
        savings_.short_ ? 0 : int(casting_.namespaces[ns].name.size()) + 4;
    stage_.frames[box].right = std::max(x, left + title);
    return stage_.frames[box].right + 1;
  }

  int width(const Lane& lane) const {
    std::size_t widest = 1;
    for (const std::size_t p : lane.processes) {
      for (const pid_t number : casting_.processes[p].numbers) {
        widest = std::max(widest, std::to_string(number).size());
      }
    }
    if (savings_.short_) return int(widest);
    const std::size_t more = lane.processes.size() > 1 ? 1 : 0;
    return int(std::max(
        widest, casting_.processes[lane.processes[0]].name.size() + more));
  }

  const Story& casting_;
  const Savings& savings_;
  Layout stage_;
};

// Who is missed least, and how much: nobody has named it, it wrote nothing, it
// came late.
std::pair<int, std::size_t> least_important(const Story& story,
                                            const std::vector<bool>& hidden) {
  std::size_t least = 0;
  int least_worth = 4;
  for (std::size_t p = story.processes.size(); --p > 0;) {
    if (hidden[p]) continue;
    const bool wrote = std::ranges::any_of(story.steps, [&](const Step& step) {
      return step.observation && step.process == p;
    });
    const int worth = 2 * story.processes[p].named + wrote;
    if (worth < least_worth) least = p, least_worth = worth;
  }
  return {least_worth, least};
}

}  // namespace

Layout lay_out(const Story& story, int wide, int widest) {
  Savings savings;
  int limit = wide;
  savings.hidden.assign(story.processes.size(), false);
  for (;;) {
    Layout layout = Builder(story, savings).build();
    if (layout.width <= limit || story.processes.size() < 2) return layout;
    if (!savings.reuse) {
      savings.reuse = true;
      continue;
    }
    const auto [worth, least] = least_important(story, savings.hidden);
    if (worth > 0 && limit < widest) {
      limit = widest;
    } else if (worth > 0 && !savings.short_) {
      savings.short_ = true;
    } else if (least == 0) {
      return layout;  // only the caller is left
    } else {
      savings.hidden[least] = true;
    }
  }
}

}  // namespace pidlab
