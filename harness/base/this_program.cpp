// Where there is no /proc, the kernel still says how it started us: AT_EXECFN.
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
  return error ? reinterpret_cast<const char*>(getauxval(AT_EXECFN))
               : self.string();
}

}  // namespace pidlab
