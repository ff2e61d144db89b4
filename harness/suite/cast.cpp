// An actor may only be born of the caller or of an actor before it.
#include "harness/suite/cast.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/did_you_mean.h"

namespace pidlab {
namespace {

constexpr std::string_view by = ": ";

// Drawings begin at the caller and would not come to the others.
bool is_born_of_caller(const Actor& actor, const std::vector<Actor>& all) {
  std::string parent = parent_of(actor);
  for (std::size_t steps = 0; steps < all.size() && parent != "caller";
       ++steps) {
    parent = parent_of(*std::ranges::find(all, parent, &Actor::name));
  }
  return parent == "caller";
}

}  // namespace

std::string parent_of(const Actor& actor) {
  return actor.born.substr(0, actor.born.find(by));
}

std::string call_of(const Actor& actor) {
  return actor.born.substr(actor.born.find(by) + by.size());
}

std::vector<Actor> read_cast(const TomlReader& read, const toml::table& root) {
  std::vector<Actor> actors;
  const toml::table* table = read.table(root, "cast");
  if (!table) return actors;
  std::set<std::string> known{"caller"};
  for (const auto& [key, node] : in_order(*table)) {
    if (!known.insert(std::string(key->str())).second) {
      read.refuse(key->source(),
                  "\"caller\" is the experiment itself, born of nobody here");
    }
  }
  for (const auto& [key, node] : in_order(*table)) {
    const toml::table* actor = node->as_table();
    if (!actor) {
      read.refuse(node->source(),
                  fmt::format("\"{}\" has to be a table", key->str()));
    }
    read.allow_only(*actor, {"born", "home"});
    actors.push_back({.name = std::string(key->str()),
                      .born = read.required<std::string>(*actor, "born"),
                      .home = read.required<std::string>(*actor, "home")});
    const std::string& born = actors.back().born;
    const auto colon = born.find(by);
    const std::string parent = born.substr(0, born.find(':'));
    if (!known.contains(parent)) {
      read.refuse(actor->get("born")->source(),
                  fmt::format("\"{}\" is nobody of this cast{}: write "
                              "\"PARENT: call()\"",
                              parent, did_you_mean(parent, known)));
    }
    if (colon != parent.size() || born.size() == colon + by.size()) {
      read.refuse(actor->get("born")->source(),
                  fmt::format("by which call? write \"{}: call()\"", parent));
    }
  }
  for (const Actor& actor : actors) {
    if (is_born_of_caller(actor, actors)) continue;
    read.refuse(table->get(actor.name)->source(),
                fmt::format("{} is born of itself, by way of its parents: the "
                            "first of them is born of caller",
                            actor.name));
  }
  return actors;
}

}  // namespace pidlab
