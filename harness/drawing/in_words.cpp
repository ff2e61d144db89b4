// An observation as it was written; a birth or a death as a short sentence.
#include "harness/drawing/in_words.h"

#include <fmt/format.h>

namespace pidlab {

bool is_of_thread(const Story& story, const Step& step) {
  return step.event && step.event->pid != story.processes[step.process].pid;
}

std::string in_words(const Story& story, const Step& step) {
  if (const Observation* seen = step.observation) {
    return fmt::format("{} = {}", seen->name, to_string(seen->value));
  }
  const Event& event = *step.event;
  const Process& process = story.processes[step.process];
  const bool of_thread = is_of_thread(story, step);
  const std::string who =
      of_thread ? fmt::format("thread {} of {}", event.pid, process.name)
                : process.name;
  if (event.kind == Event::died) {
    const bool killed = event.how.starts_with("killed");
    return fmt::format("{} {}{}", who, killed ? "is " : "", event.how);
  }
  if (of_thread || !step.maker) return who + " begins";
  std::string text =
      fmt::format("{} creates {}", story.processes[*step.maker].name, who);
  if (process.named && process.numbers.size() > 1) {
    text += fmt::format(": PID {} in {}", process.numbers.back(),
                        story.namespaces[process.ns].name);
  }
  // A plain fork() is left out, so that other calls are noticed.
  if (process.call.empty() || process.call == "fork()") return text;
  return fmt::format("{}, by {}", text, process.call);
}

}  // namespace pidlab
