// Tries the widest layout first, then drops one feature after another until it
// fits.
#include "harness/drawing/layout.h"

#include <algorithm>

namespace pidlab {
namespace {

/// What is dropped to make the layout narrower.
struct Squeeze {
  bool reuse = false;        ///< a lane after a death
  bool short_ = false;       ///< names and the ns between lanes
  std::vector<bool> hidden;  ///< by process
};

class Builder {
 public:
  Builder(const Story& story, const Squeeze& squeeze)
      : story_(story), squeeze_(squeeze) {
    layout_.titled = !squeeze.short_;
    layout_.lane_of.resize(story.processes.size());
  }

  Layout build() {
    for (std::size_t p = 0; p < story_.processes.size(); ++p) {
      if (!squeeze_.hidden[p]) layout_.lane_of[p] = lane_for(p);
    }
    layout_.width = place(0, 0, 0);
    return std::move(layout_);
  }

 private:
  std::size_t lane_for(std::size_t p) {
    const Process& process = story_.processes[p];
    for (std::size_t i = 0; squeeze_.reuse && i < layout_.lanes.size(); ++i) {
      Lane& lane = layout_.lanes[i];
      const Process& last = story_.processes[lane.processes.back()];
      if (lane.ns != process.ns || last.last >= process.first) continue;
      if (lane.processes.size() == 1) lane.title += "+";
      lane.processes.push_back(p);
      return i;
    }
    layout_.lanes.push_back(
        {.ns = process.ns, .processes = {p}, .title = process.name});
    return layout_.lanes.size() - 1;
  }

  bool is_shown(std::size_t ns) const {
    return std::ranges::count(layout_.lanes, ns, &Lane::ns) > 0;
  }

  // A namespace whose processes have no lanes has no frame: what is nested in
  // it moves up.
  std::vector<std::size_t> nested_in(std::size_t ns) const {
    std::vector<std::size_t> nested;
    for (std::size_t s = 1; s < story_.namespaces.size(); ++s) {
      if (!is_shown(s)) continue;
      std::size_t parent = *story_.namespaces[s].parent;
      while (parent != 0 && !is_shown(parent)) {
        parent = *story_.namespaces[parent].parent;
      }
      if (parent == ns) nested.push_back(s);
    }
    return nested;
  }

  // Returns the column behind the frame.
  int place(std::size_t ns, int left, int depth) {
    const std::size_t frame = layout_.frames.size();
    layout_.frames.push_back({ns, depth, left, left});
    const int gap = squeeze_.short_ ? 1 : 2;
    int x = left + gap;
    for (Lane& lane : layout_.lanes) {
      if (lane.ns != ns) continue;
      lane.x = x;
      x += width(lane) + gap;
    }
    for (const std::size_t inner : nested_in(ns)) {
      x = place(inner, x, depth + 1);
    }
    const int title =
        squeeze_.short_ ? 0 : int(story_.namespaces[ns].name.size()) + 4;
    layout_.frames[frame].right = std::max(x, left + title);
    return layout_.frames[frame].right + 1;
  }

  int width(const Lane& lane) const {
    std::size_t widest = 1;
    for (const std::size_t p : lane.processes) {
      for (const pid_t number : story_.processes[p].numbers) {
        widest = std::max(widest, std::to_string(number).size());
      }
    }
    if (squeeze_.short_) return int(widest);
    const std::size_t more = lane.processes.size() > 1 ? 1 : 0;
    return int(std::max(
        widest, story_.processes[lane.processes[0]].name.size() + more));
  }

  const Story& story_;
  const Squeeze& squeeze_;
  Layout layout_;
};

// The least important process, and its importance: a late process without a
// name that wrote nothing comes first.
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
  Squeeze squeeze;
  int limit = wide;
  squeeze.hidden.assign(story.processes.size(), false);
  for (;;) {
    Layout layout = Builder(story, squeeze).build();
    if (layout.width <= limit || story.processes.size() < 2) return layout;
    if (!squeeze.reuse) {
      squeeze.reuse = true;
      continue;
    }
    const auto [worth, least] = least_important(story, squeeze.hidden);
    if (worth > 0 && limit < widest) {
      limit = widest;
    } else if (worth > 0 && !squeeze.short_) {
      squeeze.short_ = true;
    } else if (least == 0) {
      return layout;  // only the caller is left
    } else {
      squeeze.hidden[least] = true;
    }
  }
}

}  // namespace pidlab
