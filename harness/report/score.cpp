// A kernel that is not Linux may break the set-up of an experiment: BROKEN,
// too, is a difference that can be known.
#include "harness/report/score.h"

#include <fmt/format.h>

#include <algorithm>

namespace pidlab {
namespace {

/// The experiments of one chapter.
struct Tally {
  std::string chapter;
  int hold = 0, differ = 0, known = 0, broken = 0, skipped = 0;

  void add(Verdict verdict, bool is_known) {
    if (verdict == Verdict::pass) ++hold;
    if (verdict == Verdict::skip) ++skipped;
    if (verdict == Verdict::fail) ++differ;
    if (verdict == Verdict::broken) ++broken;
    if (is_known) ++known;
  }
};

bool differs(const Judgment& judgment) {
  return judgment.verdict == Verdict::fail ||
         judgment.verdict == Verdict::broken;
}

std::string in_words(const Judgment& judgment) {
  const std::string verdict = to_string(judgment.verdict);
  return judgment.reason.empty() ? verdict : verdict + ": " + judgment.reason;
}

class Sheet {
 public:
  Sheet(const KnownDifferences& known, const Style& style)
      : known_(known), style_(style) {}

  void add(const Experiment& experiment, const Judgment& judgment) {
    const std::string name = experiment.full_name();
    const auto known = known_.find(name);
    const bool is_known = known != known_.end();
    if (chapters_.empty() || chapters_.back().chapter != experiment.chapter) {
      chapters_.push_back({.chapter = experiment.chapter});
    }
    for (Tally* tally : {&chapters_.back(), &all_}) {
      tally->add(judgment.verdict, is_known && differs(judgment));
    }
    if (!differs(judgment)) {
      const bool holds_now = judgment.verdict == Verdict::pass;
      if (holds_now && is_known && !known->second.sometimes) {
        gone_ += entry(name, in_words(judgment));
      }
    } else if (is_known) {
      expected_ += entry(name, in_words(judgment)) +
                   paragraph("Known: " + known->second.because);
    } else {
      new_ += entry(name, in_words(judgment));
      worst_ = judgment.verdict == Verdict::fail || worst_ == ExitCode::fail
                   ? ExitCode::fail
                   : ExitCode::broken;
    }
  }

  std::string text() const {
    std::string out = fmt::format("{:<16}{:>6}{:>8}{:>8}{:>8}{:>9}\n", "",
                                  "hold", "differ", "BROKEN", "known", "SKIP");
    for (const Tally& tally : chapters_) out += line(tally);
    if (chapters_.size() > 1) out += line(all_);
    out += fmt::format("\n{} of {} behaviors hold.\n", all_.hold,
                       all_.hold + all_.differ + all_.broken);
    return out + section("New differences", new_) +
           section("Known differences", expected_) +
           section("Known differences that were not observed", gone_);
  }

  ExitCode exit_code() const {
    if (worst_ != ExitCode::pass) return worst_;
    return all_.hold + all_.known > 0 ? ExitCode::pass : ExitCode::skip;
  }

 private:
  static std::string line(const Tally& tally) {
    return fmt::format("{:<16}{:>6}{:>8}{:>8}{:>8}{:>9}\n", tally.chapter,
                       tally.hold, tally.differ, tally.broken, tally.known,
                       tally.skipped);
  }

  std::string entry(const std::string& name, const std::string& text) const {
    return fmt::format("  {}\n", name) + paragraph(text);
  }

  std::string paragraph(const std::string& text) const {
    return fmt::format("    {}\n", hanging(4, text, style_));
  }

  static std::string section(const char* title, const std::string& entries) {
    return entries.empty() ? "" : fmt::format("\n{}:\n{}", title, entries);
  }

  const KnownDifferences& known_;
  const Style& style_;
  std::vector<Tally> chapters_;
  Tally all_{.chapter = "all"};
  std::string new_, expected_, gone_;
  ExitCode worst_ = ExitCode::pass;
};

}  // namespace

Score score(const Report& report, const Version& linux_version,
            const KnownDifferences& known, const Style& style) {
  Sheet sheet(known, style);
  for (const Result& result : report.results) {
    sheet.add(*result.experiment,
              judge(result.experiment->expectation, result.run, linux_version));
  }
  Score score{.text = fmt::format("{} {}, compared with Linux {}\n\n",
                                  report.header.kernel.release,
                                  report.header.kernel.machine,
                                  to_string(linux_version)) +
                      sheet.text(),
              .exit_code = sheet.exit_code()};
  if (!report.header.stopped.empty()) {
    score.text += fmt::format("\n{}: {}\n", early_end(report.header),
                              missing_runs(report.header));
    if (score.exit_code != ExitCode::fail) score.exit_code = ExitCode::broken;
  }
  return score;
}

}  // namespace pidlab
