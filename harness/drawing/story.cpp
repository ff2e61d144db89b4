// Replays a run, and gives each process the best name that is free. The
// observations of a process count more than its parent.
#include "harness/drawing/story.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace pidlab {
namespace {

// In an untraced run only the caller's PID is known: PID 1 is the init of the
// cell.
constexpr pid_t first_in_cell = 2;

std::string prefix(const std::string& observation) {
  return observation.substr(0, observation.find('.'));
}

class StoryBuilder {
 public:
  StoryBuilder(const Expectation& expectation, const Run& run)
      : actors_(expectation.cast), run_(run) {
    all_.namespaces.push_back({.name = "the cell", .parent = {}});
  }

  Story build() {
    if (run_.events.empty()) add(first_in_cell);
    if (run_.events.empty()) all_.namespaces[0].name = "namespaces not known";
    collect_steps();
    collect_evidence();
    give_names();
    if (!run_.events.empty()) compare_with_cast();
    name_namespaces();
    return std::move(all_);
  }

 private:
  // Merges the two lists of the record.
  void collect_steps() {
    auto event = run_.events.begin();
    for (std::size_t seen = 0; seen <= run_.observations.size(); ++seen) {
      for (; event != run_.events.end() && event->after <= seen; ++event) {
        take(*event);
      }
      if (seen < run_.observations.size()) take(run_.observations[seen]);
    }
    for (Process& process : all_.processes) {
      if (process.last == 0) process.last = all_.steps.size();
    }
  }

  void take(const Event& event) {
    Step step{.event = &event};
    const pid_t process = event.kind == Event::born && event.thread_of
                              ? event.thread_of
                          : threads_.contains(event.pid) ? threads_[event.pid]
                                                         : event.pid;
    if (event.kind == Event::born) {
      if (living_.contains(event.maker)) step.maker = living_[event.maker];
      if (event.thread_of) {
        threads_[event.pid] = event.thread_of;
      } else {
        add(event.pid);
        all_.processes.back().ns = ns_of(event);
        all_.processes.back().numbers.clear();
        for (const Number& number : event.numbers) {
          all_.processes.back().numbers.push_back(number.pid);
        }
        makers_.back() = step.maker;
      }
    }
    step.process = process_of(process);
    if (event.kind == Event::died) {
      if (process == event.pid) {
        all_.processes[step.process].last = all_.steps.size();
        living_.erase(process);
      }
      threads_.erase(event.pid);
    }
    all_.steps.push_back(step);
  }

  void take(const Observation& observation) {
    all_.steps.push_back(
        {.observation = &observation, .process = process_of(observation.pid)});
  }

  // A process may act although its birth was not traced.
  std::size_t process_of(pid_t process) {
    if (!living_.contains(process)) add(process);
    return living_[process];
  }

  void add(pid_t process) {
    living_[process] = all_.processes.size();
    all_.processes.push_back({.pid = process,
                              .name = std::to_string(process),
                              .numbers = {process},
                              .first = all_.steps.size(),
                              .last = 0});
    makers_.push_back({});
  }

  std::size_t ns_of(const Event& birth) {
    std::size_t at = 0;
    for (std::size_t level = 1; level < birth.numbers.size(); ++level) {
      const Number& number = birth.numbers[level];
      const std::pair key{at, number.ns};
      // The inode number of a namespace may be reused after it has ended.
      const bool is_new = level + 1 == birth.numbers.size() && number.pid == 1;
      if (is_new || !known_.contains(key)) {
        known_[key] = all_.namespaces.size();
        all_.namespaces.push_back({.name = "", .parent = at});
      }
      at = known_[key];
    }
    return at;
  }

  void collect_evidence() {
    wrote_.resize(all_.processes.size());
    for (const Step& step : all_.steps) {
      if (!step.observation) continue;
      const std::string actor = prefix(step.observation->name);
      wrote_[step.process].insert(actor);
      writers_[actor].insert(step.process);
    }
  }

  void give_names() {
    actor_of_.resize(all_.processes.size());
    for (std::size_t p = 0; p < all_.processes.size(); ++p) {
      Process& process = all_.processes[p];
      if (p == 0) {
        process.name = "caller";
        process.named = true;
        continue;
      }
      const Actor* best = best_actor(p, false);
      // A later process may get the name of a process that has ended.
      const bool again = !best && (best = best_actor(p, true));
      if (!best) continue;
      taken_[best->name] = p;
      std::set<std::size_t>& home = homes_[best->home];
      if (home.empty() || again) home.insert(process.ns);
      actor_of_[p] = best;
      process.name = best->name;
      process.named = true;
      if (maker_is_parent(*best, p)) process.call = best->call;
    }
  }

  // The actor that fits best, among those without a process, or among those
  // whose process has ended.
  const Actor* best_actor(std::size_t p, bool again) {
    const Actor* best = nullptr;
    int most = 0;
    for (const Actor& actor : actors_) {
      const auto taken = taken_.find(actor.name);
      const bool is_free =
          again ? taken != taken_.end() &&
                      all_.processes[taken->second].last <
                          all_.processes[p].first &&
                      (actor.home == "outer") == (all_.processes[p].ns == 0)
                : taken == taken_.end();
      if (actor.thread || !is_free) continue;
      const int points = fitness(actor, p);
      if (points > most) best = &actor, most = points;
    }
    return best;
  }

  // How well a process fits an actor; 0 is not at all.
  int fitness(const Actor& actor, std::size_t p) {
    const bool wrote_it = wrote_[p].contains(actor.name);
    const bool is_its_parent = maker_is_parent(actor, p);
    // A process writes about itself if it uses only one name, or if the right
    // parent created it.
    const auto writes_about_itself = [&](std::size_t other) {
      return other != p && other != 0 && !actor_of_[other] &&
             (wrote_[other].size() == 1 || maker_is_parent(actor, other));
    };
    const bool others =
        std::ranges::any_of(writers_[actor.name], writes_about_itself);
    if (run_.events.empty()) {
      return wrote_it && wrote_[p].size() == 1 ? 2 : wrote_it ? 1 : 0;
    }
    if (!is_its_parent) return wrote_it && wrote_[p].size() == 1 ? 1 : 0;
    if (!wrote_it && others) return 0;
    const auto home = homes_.find(actor.home);
    const bool lives_there =
        home == homes_.end() || home->second.contains(all_.processes[p].ns);
    return 2 + 4 * wrote_it + 2 * lives_there;
  }

  // Whether the actor's parent in the cast, or a thread of it, created this
  // process.
  bool maker_is_parent(const Actor& actor, std::size_t p) const {
    if (!makers_[p]) return false;
    if (actor.repeats) return true;
    std::string parent = actor.parent;
    for (const Actor& other : actors_) {
      if (other.name == parent && other.thread) {
        parent = other.parent;
      }
    }
    return all_.processes[*makers_[p]].name == parent;
  }

  void compare_with_cast() {
    std::vector<std::string> unknown;
    for (std::size_t p = 1; p < all_.processes.size(); ++p) {
      const Process& process = all_.processes[p];
      if (!actor_of_[p]) {
        unknown.push_back(process.name);
        continue;
      }
      const Actor& actor = *actor_of_[p];
      if (!maker_is_parent(actor, p)) {
        all_.differences.push_back(fmt::format(
            "Unlike the cast: {} created {}, not {}.",
            makers_[p] ? all_.processes[*makers_[p]].name : "another process",
            actor.name, actor.parent));
      }
      const bool same = homes_.at(actor.home).contains(process.ns);
      if (!same || (actor.home == "outer") != (process.ns == 0)) {
        all_.differences.push_back(fmt::format(
            "Unlike the cast: {} is in {}, not in {}.", actor.name,
            process.ns == 0 ? "the cell" : "another namespace", actor.home));
      }
    }
    if (!unknown.empty()) {
      const std::size_t shown = std::min<std::size_t>(unknown.size(), 5);
      all_.differences.push_back(fmt::format(
          "Not in the cast: {}{}.",
          fmt::join(unknown.begin(), unknown.begin() + long(shown), ", "),
          unknown.size() > shown
              ? fmt::format(" and {} more", unknown.size() - shown)
              : ""));
    }
    for (const Actor& actor : actors_) {
      if (actor.thread || taken_.contains(actor.name)) continue;
      all_.differences.push_back(
          fmt::format("Unlike the cast: {} was not created.", actor.name));
    }
  }

  void name_namespaces() {
    for (const auto& [home, namespaces] : homes_) {
      for (const std::size_t ns : namespaces) {
        std::string& name = all_.namespaces[ns].name;
        if (name.empty()) name = home.substr(home.rfind('/') + 1);
      }
    }
    for (Namespace& ns : all_.namespaces) {
      if (ns.name.empty()) ns.name = "a namespace";
    }
  }

  const std::vector<Actor>& actors_;
  const Run& run_;
  Story all_;
  std::map<pid_t, std::size_t> living_;
  std::map<pid_t, pid_t> threads_;  ///< and whose
  std::map<std::pair<std::size_t, std::uint64_t>, std::size_t> known_;
  std::vector<std::optional<std::size_t>> makers_;
  std::vector<std::set<std::string>> wrote_;              ///< by process
  std::map<std::string, std::set<std::size_t>> writers_;  ///< by actor
  std::vector<const Actor*> actor_of_;                    ///< by process
  std::map<std::string, std::size_t>
      taken_;  ///< and by which process, the last one
  std::map<std::string, std::set<std::size_t>> homes_;
};

}  // namespace

Story name_processes(const Expectation& expectation, const Run& run) {
  return StoryBuilder(expectation, run).build();
}

}  // namespace pidlab
