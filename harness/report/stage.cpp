#include "harness/report/stage.h"

#include <algorithm>

namespace pidlab {
namespace {

/// What is given up to make it narrower.
struct Savings {
  bool reuse = false;        ///< a lane after a death
  bool short_ = false;       ///< names and the space between lanes
  std::vector<bool> hidden;  ///< by player
};

class Builder {
 public:
  Builder(const Casting& casting, const Savings& savings)
      : casting_(casting), savings_(savings) {
    stage_.titled = !savings.short_;
    stage_.lane_of.resize(casting.players.size());
  }

  Stage build() {
    for (std::size_t p = 0; p < casting_.players.size(); ++p) {
      if (!savings_.hidden[p]) stage_.lane_of[p] = lane_for(p);
    }
    stage_.width = place(0, 0, 0);
    return std::move(stage_);
  }

 private:
  std::size_t lane_for(std::size_t p) {
    const Player& player = casting_.players[p];
    for (std::size_t i = 0; savings_.reuse && i < stage_.lanes.size(); ++i) {
      Lane& lane = stage_.lanes[i];
      const Player& last = casting_.players[lane.players.back()];
      if (lane.space != player.space || last.last >= player.first) continue;
      if (lane.players.size() == 1) lane.title += "+";
      lane.players.push_back(p);
      return i;
    }
    stage_.lanes.push_back(
        {.space = player.space, .players = {p}, .title = player.name});
    return stage_.lanes.size() - 1;
  }

  bool is_shown(std::size_t space) const {
    return std::ranges::count(stage_.lanes, space, &Lane::space) > 0;
  }

  // A namespace whose processes have no lanes has no box: what is nested in it
  // moves up.
  std::vector<std::size_t> nested_in(std::size_t space) const {
    std::vector<std::size_t> nested;
    for (std::size_t s = 1; s < casting_.spaces.size(); ++s) {
      if (!is_shown(s)) continue;
      std::size_t parent = *casting_.spaces[s].parent;
      while (parent != 0 && !is_shown(parent)) {
        parent = *casting_.spaces[parent].parent;
      }
      if (parent == space) nested.push_back(s);
    }
    return nested;
  }

  // Returns the column behind the box.
  int place(std::size_t space, int left, int depth) {
    const std::size_t box = stage_.frames.size();
    stage_.frames.push_back({space, depth, left, left});
    const int gap = savings_.short_ ? 1 : 2;
    int x = left + gap;
    for (Lane& lane : stage_.lanes) {
      if (lane.space != space) continue;
      lane.x = x;
      x += width(lane) + gap;
    }
    for (const std::size_t inner : nested_in(space)) {
      x = place(inner, x, depth + 1);
    }
    const int title =
        savings_.short_ ? 0 : int(casting_.spaces[space].name.size()) + 4;
    stage_.frames[box].right = std::max(x, left + title);
    return stage_.frames[box].right + 1;
  }

  int width(const Lane& lane) const {
    std::size_t widest = 1;
    for (const std::size_t p : lane.players) {
      for (const pid_t number : casting_.players[p].numbers) {
        widest = std::max(widest, std::to_string(number).size());
      }
    }
    if (savings_.short_) return int(widest);
    const std::size_t more = lane.players.size() > 1 ? 1 : 0;
    return int(
        std::max(widest, casting_.players[lane.players[0]].name.size() + more));
  }

  const Casting& casting_;
  const Savings& savings_;
  Stage stage_;
};

// Who is missed least, and how much: nobody has named it, it wrote nothing, it
// came late.
std::pair<int, std::size_t> least_important(const Casting& casting,
                                            const std::vector<bool>& hidden) {
  std::size_t least = 0;
  int least_worth = 4;
  for (std::size_t p = casting.players.size(); --p > 0;) {
    if (hidden[p]) continue;
    const bool wrote =
        std::ranges::any_of(casting.moments, [&](const Moment& moment) {
          return moment.observation && moment.player == p;
        });
    const int worth = 2 * casting.players[p].named + wrote;
    if (worth < least_worth) least = p, least_worth = worth;
  }
  return {least_worth, least};
}

}  // namespace

Stage set_stage(const Casting& casting, int wide, int widest) {
  Savings savings;
  int limit = wide;
  savings.hidden.assign(casting.players.size(), false);
  for (;;) {
    Stage stage = Builder(casting, savings).build();
    if (stage.width <= limit || casting.players.size() < 2) return stage;
    if (!savings.reuse) {
      savings.reuse = true;
      continue;
    }
    const auto [worth, least] = least_important(casting, savings.hidden);
    if (worth > 0 && limit < widest) {
      limit = widest;
    } else if (worth > 0 && !savings.short_) {
      savings.short_ = true;
    } else if (least == 0) {
      return stage;  // only the caller is left
    } else {
      savings.hidden[least] = true;
    }
  }
}

}  // namespace pidlab
