// A terminal without a foreground process group is a serial line.
#include "harness/cell/serial_line.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "harness/base/fd.h"

namespace pidlab {
namespace {

TEST(SerialLine, TheTextArrivesCompressedAndUnchanged) {
  const Fd far_end(posix_openpt(O_RDWR | O_NOCTTY));
  ASSERT_EQ(grantpt(far_end), 0);
  ASSERT_EQ(unlockpt(far_end), 0);
  const std::string line = ptsname(far_end);
  // If the near end is closed, the far end reads EIO.
  const Fd near_end(open(line.c_str(), O_RDWR | O_NOCTTY));
  ASSERT_TRUE(is_serial_line(line));
  const std::string link = testing::TempDir() + "line";
  std::filesystem::create_symlink(line, link);
  EXPECT_FALSE(is_serial_line(link));
  std::filesystem::remove(link);
  const std::string text = "one\ntwo\r\n" + std::string(5000, 'x');
  SerialLine sender(line);
  sender.send(text.substr(0, 7));
  sender.send(text.substr(7));
  // What has been sent can be unpacked although the sender has not ended.
  // The kernel may hand it over in parts.
  char packed[4096];
  ssize_t size = 0;
  pollfd more{.fd = far_end, .events = POLLIN, .revents = 0};
  while (poll(&more, 1, 500) == 1) {
    const ssize_t part = read(far_end, packed + size, sizeof packed - size);
    ASSERT_GT(part, 0);
    size += part;
  }

  const std::string file = testing::TempDir() + "line.gz";
  std::ofstream(file).write(packed, size);
  const gzFile received = gzopen(file.c_str(), "rb");
  std::string back(2 * text.size(), '\0');
  back.resize(
      std::size_t(gzread(received, back.data(), unsigned(back.size()))));
  gzclose(received);
  std::filesystem::remove(file);
  EXPECT_EQ(back, text);
}

TEST(SerialLine, OtherFilesAreNotSerialLines) {
  EXPECT_FALSE(is_serial_line("/dev/null"));
  EXPECT_FALSE(is_serial_line("/nowhere"));
  EXPECT_FALSE(is_serial_line(testing::TempDir()));
}

}  // namespace
}  // namespace pidlab
