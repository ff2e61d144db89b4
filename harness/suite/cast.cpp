// The table [cast]. Drawings begin at the caller and follow each parent to its
// children, so every actor has to descend from the caller.
#include "harness/suite/cast.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/did_you_mean.h"

namespace pidlab {
namespace {

bool descends_from_caller(const Actor& actor, const std::vector<Actor>& all) {
  std::string parent = actor.parent;
  for (std::size_t steps = 0; steps < all.size() && parent != "caller";
       ++steps) {
    parent = std::ranges::find(all, parent, &Actor::name)->parent;
  }
  return parent == "caller";
}

}  // namespace

std::string call_in_words(const Actor& actor) {
  return actor.call + (actor.repeats ? ", and so on" : "");
}

int levels(const std::vector<Actor>& cast) {
  std::ptrdiff_t deepest = 0;
  for (const Actor& actor : cast) {
    if (actor.home == "outer") continue;
    deepest = std::max(deepest, 1 + std::ranges::count(actor.home, '/'));
  }
  return int(deepest);
}

std::vector<Actor> read_cast(const TomlReader& read, const toml::table& root) {
  std::vector<Actor> actors;
  const toml::table* table = read.table(root, "cast");
  if (!table) return actors;
  std::set<std::string> known{"caller"};
  for (const auto& [key, node] : in_order(*table)) {
    if (!known.insert(std::string(key->str())).second) {
      read.refuse(key->source(),
                  "\"caller\" is the experiment itself: remove it");
    }
  }
  for (const auto& [key, node] : in_order(*table)) {
    const std::string name(key->str());
    const toml::table& actor = *read.table(*table, name.c_str());
    read.allow_only(actor, {"parent", "call", "home", "thread", "repeats"});
    actors.push_back({.name = name,
                      .parent = read.required<std::string>(actor, "parent"),
                      .call = read.required<std::string>(actor, "call"),
                      .home = read.required<std::string>(actor, "home"),
                      .thread = read.optional<bool>(actor, "thread"),
                      .repeats = read.optional<bool>(actor, "repeats")});
    const std::string& parent = actors.back().parent;
    if (!known.contains(parent)) {
      read.refuse(actor.get("parent")->source(),
                  fmt::format("unknown parent \"{}\"{}", parent,
                              did_you_mean(parent, known)));
    }
  }
  for (const Actor& actor : actors) {
    if (descends_from_caller(actor, actors)) continue;
    read.refuse(table->get(actor.name)->source(),
                fmt::format("{} is an ancestor of itself: one of its ancestors "
                            "needs the parent \"caller\"",
                            actor.name));
  }
  return actors;
}

}  // namespace pidlab
