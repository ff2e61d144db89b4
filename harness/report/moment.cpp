#include "harness/report/moment.h"

#include <fmt/format.h>

namespace pidlab {

bool is_of_thread(const Casting& casting, const Moment& moment) {
  return moment.event &&
         moment.event->pid != casting.players[moment.player].pid;
}

std::string in_words(const Casting& casting, const Moment& moment) {
  if (const Observation* seen = moment.observation) {
    return fmt::format("{} = {}", seen->name, to_string(seen->value));
  }
  const Event& event = *moment.event;
  const Player& player = casting.players[moment.player];
  const bool of_thread = is_of_thread(casting, moment);
  const std::string who =
      of_thread ? fmt::format("thread {} of {}", event.pid, player.name)
                : player.name;
  if (event.kind == Event::died) {
    const bool killed = event.how.starts_with("killed");
    return fmt::format("{} {}{}", who, killed ? "is " : "", event.how);
  }
  if (of_thread || !moment.maker) return who + " begins";
  std::string text =
      fmt::format("{} makes {}", casting.players[*moment.maker].name, who);
  if (player.named && player.numbers.size() > 1) {
    text += fmt::format(": {} in {}", player.numbers.back(),
                        casting.spaces[player.space].name);
  }
  // A plain fork() goes without saying, so that other calls stand out.
  if (player.call.empty() || player.call == "fork()") return text;
  return fmt::format("{}, by {}", text, player.call);
}

}  // namespace pidlab
