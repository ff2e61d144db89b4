// The cast: namespaces are nested frames, each actor is a row in its frame, and
// an arrow leads from the parent to the child. A child is in the namespace of
// its parent or in a descendant, so a parent is always above its children.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

constexpr int row = 34, pill = 24, inset = 12, margin = 4;
constexpr int stem = 14;  // from an actor's left to where its arrows leave

/// A PID namespace and the actors in it.
struct Frame {
  std::string name;
  std::vector<const Actor*> actors = {};
  std::vector<Frame> inner = {};
};

// The namespace of a home like "middle/inner", seen from the outermost one.
Frame& ns_of(Frame& outermost, const std::string& home) {
  Frame* ns = &outermost;
  if (home == "outer") return *ns;
  for (std::size_t from = 0; from <= home.size();) {
    const std::size_t to = std::min(home.find('/', from), home.size());
    const std::string name = home.substr(from, to - from);
    auto found = std::ranges::find(ns->inner, name, &Frame::name);
    if (found == ns->inner.end()) {
      ns->inner.push_back({name});
      found = ns->inner.end() - 1;
    }
    ns = &*found;
    from = to + 1;
  }
  return *ns;
}

// All actors in the order of their rows.
void collect(const Frame& ns, std::vector<const Actor*>& rows) {
  rows.insert(rows.end(), ns.actors.begin(), ns.actors.end());
  for (const Frame& inner : ns.inner) collect(inner, rows);
}

class Drawing {
 public:
  Drawing(Node svg, const Frame& outermost)
      : svg_(svg),
        frames_(add(svg, "g")),
        arrows_(add(svg, "g")),
        actors_(add(svg, "g")) {
    collect(outermost, rows_);
    draw(outermost, 0);
    finish();
  }

 private:
  struct Drawn {
    Node frame, label;
    int depth;
  };
  struct Place {
    int x, y;
  };

  void draw(const Frame& ns, int depth) {
    const int top = y_;
    const std::string name =
        depth == 0 ? "the caller's PID namespace" : ns.name;
    const Node frame = set(add(frames_, "rect"), "class", "ns");
    // On the right, because the arrows are on the left.
    const Node label = add_svg_text(frames_, 0, y_ + 18, "ns-name", name);
    widen(margin + inset * depth + 90 + width_of(name));
    y_ += depth == 0 ? 12 : 26;
    for (const Actor* actor : ns.actors) draw(*actor, depth);
    for (const Frame& inner : ns.inner) {
      draw(inner, depth + 1);
      y_ += 8;
    }
    set(frame, "x", fmt::to_string(margin + inset * depth));
    set(frame, "y", fmt::to_string(top));
    set(frame, "rx", "7");
    set(frame, "height", fmt::to_string(y_ - top));
    drawn_.push_back({frame, label, depth});
  }

  void finish() {
    const int deepest = std::ranges::max(drawn_, {}, &Drawn::depth).depth;
    const int width = width_ + margin + inset * (deepest + 1);
    for (const Drawn& ns : drawn_) {
      const int edge = margin + inset * ns.depth;
      set(ns.frame, "width", fmt::to_string(width - 2 * edge));
      set(ns.label, "x", fmt::to_string(width - edge - 10));
    }
    set_size(svg_, width, y_ + margin);
  }

  // No arrow to a later actor may cross this one.
  int left_of(const Actor& actor, int depth) const {
    const auto here = std::ranges::find(rows_, &actor);
    int left = margin + inset * (depth + 1);
    for (auto child = here; child != rows_.end(); ++child) {
      const auto parent = places_.find((*child)->parent);
      if (parent != places_.end()) {
        left = std::max(left, parent->second.x + stem + 16);
      }
    }
    return left;
  }

  void draw(const Actor& actor, int depth) {
    const Place here{left_of(actor, depth), y_};
    const auto parent = places_.find(actor.parent);
    const int width = width_of(actor.name) + 18;
    const Node shape = set(add(actors_, "rect"), "class", "actor");
    set(shape, "x", fmt::to_string(here.x));
    set(shape, "y", fmt::to_string(here.y));
    set(shape, "rx", "12");
    set(shape, "width", fmt::to_string(width));
    set(shape, "height", fmt::to_string(pill));
    add_svg_text(actors_, here.x + 9, here.y + 16, "name", actor.name);
    int right = here.x + width;
    if (parent != places_.end()) {
      const std::string call = call_in_words(actor);
      add_svg_text(actors_, right + 8, here.y + 16, "call", call);
      right += 8 + width_of(call);
      draw_arrow(parent->second, here);
    }
    widen(right);
    places_[actor.name] = here;
    y_ += row;
  }

  void draw_arrow(const Place& from, const Place& to) {
    const int x = from.x + stem, y = to.y + pill / 2;
    set(set(add(arrows_, "path"), "class", "arrow"), "d",
        fmt::format("M{0} {1}V{2}Q{0} {3} {4} {3}H{5}m-6-4 6 4-6 4", x,
                    from.y + pill, y - 6, y, x + 6, to.x - 1));
  }

  void widen(int right) { width_ = std::max(width_, right); }

  Node svg_, frames_, arrows_, actors_;
  std::vector<Drawn> drawn_;
  std::vector<const Actor*> rows_;
  std::map<std::string, Place> places_;
  int y_ = margin, width_ = 0;
};

std::string in_words(const std::vector<Actor>& cast) {
  std::string words = "caller: the experiment itself";
  for (const Actor& actor : cast) {
    words += fmt::format("; {}: created by {} with {}, in {}", actor.name,
                         actor.parent, call_in_words(actor), actor.home);
  }
  return words;
}

}  // namespace

void add_cast(Node parent, const std::vector<Actor>& cast) {
  if (cast.empty()) return;
  const Actor caller{.name = "caller", .home = "outer"};
  Frame outermost{"outer", {&caller}};
  for (const Actor& actor : cast) {
    ns_of(outermost, actor.home).actors.push_back(&actor);
  }
  const Node figure = add(parent, "figure");
  Drawing(add_drawing(figure, in_words(cast)), outermost);
  add(figure, "figcaption",
      "The PID namespace of each process, its parent, and the call that "
      "created it");
}

}  // namespace pidlab
