// Measures what PID namespaces cost. The options are those of Google Benchmark.
#include <sys/personality.h>
#include <sys/utsname.h>

#include <fstream>

#include "benchmarks/instruments.h"
#include "benchmarks/suites.h"

namespace {

// The rest of the first line in a file that begins with `begin`.
std::string line_of(const char* file, const std::string& begin = "") {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, begin.size(), begin) != 0) continue;
    return line.substr(begin.size());
  }
  return "unknown";
}

// Adds the properties of the machine and the kernel, which must be known to
// compare figures.
void add_context() {
  utsname kernel;
  uname(&kernel);
  const std::string cpu = "/sys/devices/system/cpu/";
  std::string model = line_of("/proc/cpuinfo", "model name\t: ");
  if (model == "unknown") {  // arm64 has only numbers
    model = "part " + line_of("/proc/cpuinfo", "CPU part\t: ");
  }
  const bool fixed = (personality(0xffffffff) & ADDR_NO_RANDOMIZE) != 0;
  for (const auto& [name, value] :
       std::initializer_list<std::pair<const char*, std::string>>{
           {"kernel", kernel.release},
           {"kernel_version", kernel.version},
           {"machine", kernel.machine},
           {"cpu_model", model},
           {"hypervisor",
            line_of("/proc/cpuinfo", "flags\t\t: ").find(" hypervisor") ==
                    std::string::npos
                ? "no"
                : "yes"},
           {"governor",
            line_of((cpu + "cpu0/cpufreq/scaling_governor").c_str())},
           {"no_turbo", line_of((cpu + "intel_pstate/no_turbo").c_str())},
           {"clocksource",
            line_of("/sys/devices/system/clocksource/clocksource0/"
                    "current_clocksource")},
           {"aslr",
            fixed ? "0" : line_of("/proc/sys/kernel/randomize_va_space")},
           {"load", line_of("/proc/loadavg")},
           {"command_line", line_of("/proc/cmdline")},
           {"user", std::to_string(geteuid())},
           {"capabilities", line_of("/proc/self/status", "CapEff:\t")},
           {"pidlab", PIDLAB_VERSION},
           {"compiler", BENCHMARKS_COMPILER},
           {"build_type", BENCHMARKS_BUILD_TYPE},
       }) {
    benchmark::AddCustomContext(name, value);
  }
}

}  // namespace

int main(int argc, char** argv) {
  pidlab::floor();
  pidlab::creation();
  pidlab::namespaces();
  pidlab::depth();
  pidlab::size();
  pidlab::translation();
  pidlab::contention();
  if (argc == 2 && std::string_view(argv[1]) == "--plain-loop") {
    return pidlab::plain_loop();
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  add_context();
  benchmark::RunSpecifiedBenchmarks();
}
