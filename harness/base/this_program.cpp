// Without /proc, AT_EXECFN has the path by which the kernel started this
// program.
#include "harness/base/this_program.h"

#include <sys/auxv.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

namespace pidlab {

std::string called_as() {
  const char* as = std::getenv("PIDLAB_AS");
  return as ? as : program_invocation_name;
}

std::string path_of_this_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  // The link still opens a file that was deleted, or that never had a name.
  return std::filesystem::exists(self, error) ? self.string()
                                              : "/proc/self/exe";
}

}  // namespace pidlab
