// For ci/fuzz: any text is an expectation, or is refused by a BadInput.
#include "harness/suite/expectation.h"

#include <cstdint>

#include "harness/base/bad_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  try {
    pidlab::parse_expectation({reinterpret_cast<const char*>(data), size},
                              "expectation");
  } catch (const pidlab::BadInput&) {
  }
  return 0;
}
