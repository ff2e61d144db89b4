// A message is split where no letter or digit is. A number means something only
// after a word, as in "PID 1" or "exit code 137": both together are one word.
#include "harness/suite/words.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace pidlab {
namespace {

constexpr int highest_errno = 133;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = char(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

const char* error_name(int number) {
  const char* name =
      number > 0 && number <= highest_errno ? strerrorname_np(number) : nullptr;
  return name ? name : "";
}

// The descriptions of glibc, and those of musl that differ.
struct Description {
  std::string text;
  std::string name;
};

std::vector<Description> descriptions() {
  std::vector<Description> all = {{"address in use", "EADDRINUSE"},
                                  {"no child process", "ECHILD"},
                                  {"out of memory", "ENOMEM"}};
  for (int number = 1; number <= highest_errno; ++number) {
    if (*error_name(number)) {
      all.push_back({lower(strerrordesc_np(number)), error_name(number)});
    }
  }
  return all;
}

// By first letter, since a log has many words and few errors.
std::map<char, std::vector<Description>> by_first_letter() {
  std::map<char, std::vector<Description>> all;
  for (const Description& one : descriptions()) all[one.text[0]].push_back(one);
  return all;
}

// Puts the name of an error in the place of its description.
std::string with_error_names(std::string_view text) {
  static const std::map<char, std::vector<Description>> all = by_first_letter();
  static const std::vector<Description> none;
  const std::string low = lower(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = at == 0 || !is_letter(low[at - 1]);
    const auto bucket = begins ? all.find(low[at]) : all.end();
    const auto& candidates = bucket == all.end() ? none : bucket->second;
    const auto found =
        std::ranges::find_if(candidates, [&](const Description& description) {
          return std::string_view(low).substr(at).starts_with(description.text);
        });
    if (found == candidates.end()) {
      out += text[at++];
    } else {
      out += found->name;
      at += found->text.size();
    }
  }
  return out;
}

const std::set<std::string>& words_that_say_nothing() {
  static const std::set<std::string> all = {
      "a",   "an",   "and",     "are",   "as",  "at",   "be",   "but",
      "by",  "can",  "do",      "errno", "for", "from", "has",  "have",
      "if",  "in",   "is",      "it",    "its", "my",   "of",   "on",
      "or",  "so",   "retcode", "that",  "the", "then", "this", "to",
      "was", "when", "which",   "with",  "you"};
  return all;
}

const std::map<std::string, std::string>& synonyms() {
  static const std::map<std::string, std::string> all = {
      {"chromium", "chrome"}, {"defunct", "zombie"}, {"ebpf", "bpf"},
      {"k8s", "kubernetes"},  {"nerdctl", "docker"}, {"podman", "docker"},
      {"procfs", "proc"},     {"sigint", "int"},     {"sigkill", "kill"},
      {"sigterm", "term"}};
  return all;
}

std::string usual(const std::string& word) {
  const auto found = synonyms().find(word);
  return found == synonyms().end() ? word : found->second;
}

// Removes common endings of English. The result need not be a word: texts and
// questions are treated alike.
std::string stem(std::string word) {
  const auto drop = [&](const char* ending, std::size_t at_least) {
    if (!word.ends_with(ending) || word.size() < at_least) return false;
    word.erase(word.size() - std::strlen(ending));
    return true;
  };
  if (word.ends_with("ss")) return word;
  if (drop("sses", 6)) return word + "ss";
  if (drop("ies", 5)) return word + "y";
  drop("s", 4);
  if (drop("ing", 6) || drop("ed", 5)) {
    // "stopped" has the stem of "stop", but "killed" that of "kill".
    for (const char* doubled : {"bb", "dd", "gg", "mm", "nn", "pp", "tt"}) {
      if (word.ends_with(doubled)) word.pop_back();
    }
  }
  drop("e", 5);
  return word;
}

}  // namespace

bool is_error(const std::string& stem) {
  static const std::set<std::string> all = [] {
    std::set<std::string> names;
    for (int number = 1; number <= highest_errno; ++number) {
      names.insert(lower(error_name(number)));
    }
    names.erase("");  // a number that is not in use
    return names;
  }();
  return all.contains(stem);
}

std::vector<Word> words_of(std::string_view text) {
  const std::string named = with_error_names(text);
  const std::string low = lower(named);
  const auto belongs = [&](char c) { return is_letter(c) || is_digit(c); };
  std::vector<Word> words;
  std::string before;  // the word before a number, or ""
  for (auto at = low.begin(); at != low.end();) {
    const auto begin = std::find_if(at, low.end(), belongs);
    if (begin == low.end()) break;
    at = std::find_if_not(begin, low.end(), belongs);
    const std::string word(begin, at);
    const std::string written =
        named.substr(std::size_t(begin - low.begin()), word.size());
    const bool is_number = std::ranges::none_of(word, is_letter);
    if (is_number && !before.empty() && word.size() <= 3) {
      const bool counts_errors =
          before == "errno" || before == "retcode" || before == "error";
      const std::string name =
          counts_errors ? error_name(std::atoi(word.c_str())) : "";
      words.push_back(name.empty()
                          ? Word{stem(before) + word, before + " " + word}
                          : Word{lower(name), name});
    }
    // "2b585a819f31" and "0x4cb21f" are IDs and addresses; "clone3" is a word.
    before = is_number || std::ranges::count_if(word, is_digit) > 2 ? "" : word;
    if (before.size() > 1 && !words_that_say_nothing().contains(word)) {
      words.push_back({is_error(word) ? word : stem(usual(word)), written});
    }
  }
  return words;
}

nlohmann::json word_tables() {
  nlohmann::json errors, described;
  for (int number = 1; number <= highest_errno; ++number) {
    if (*error_name(number)) errors.push_back({number, error_name(number)});
  }
  for (const Description& one : descriptions()) {
    described.push_back({one.text, one.name});
  }
  return {{"errors", errors},
          {"descriptions", described},
          {"synonyms", synonyms()},
          {"say_nothing", words_that_say_nothing()}};
}

}  // namespace pidlab
