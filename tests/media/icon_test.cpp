#include "media/icon.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>

#include "core/files/shipped.h"
#include "core/temporary_folder.h"
#include "media/picture_file.h"

namespace convlens::media {
namespace {

using Pixel = std::array<int, 4>;

Pixel pixel(const Icon& icon, int x, int y) {
  const auto* rgba = icon.rgba.data() + (y * icon.width + x) * 4;
  return {rgba[0], rgba[1], rgba[2], rgba[3]};
}

// The colours that its drawing names, in each size at places well within the drawing's shapes.
TEST(Icon, HasTheColoursOfItsDrawing) {
  for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
    SCOPED_TRACE(side);
    const std::string size = std::to_string(side) + 'x' + std::to_string(side);
    const auto icon = read_icon(shipped_folder(Shipped::kIcons) / size / "apps/convlens.png");
    ASSERT_TRUE(icon) << icon.error().message;
    ASSERT_EQ(icon->width, side);
    ASSERT_EQ(icon->height, side);
    // x and y of the drawing, which is 64 wide
    const auto at = [&](int x, int y) { return pixel(*icon, x * side / 64, y * side / 64); };
    EXPECT_EQ(at(0, 0), (Pixel{0, 0, 0, 0}));
    EXPECT_EQ(at(29, 29), (Pixel{0xff, 0x94, 0x33, 0xff}));
    EXPECT_EQ(at(17, 29), (Pixel{0x3d, 0x8f, 0xe0, 0xff}));
    EXPECT_EQ(at(49, 49), (Pixel{0xe8, 0xea, 0xed, 0xff}));
    EXPECT_EQ(at(32, 57), (Pixel{0x1c, 0x1f, 0x24, 0xff}));
  }
}

TEST(Icon, OtherFilesAreRefusedByName) {
  const TemporaryFolder folder;
  const auto opaque = folder / "opaque.png";
  ASSERT_TRUE(write_png(opaque, Image{2, 2, std::vector<std::uint8_t>(12, 7)}));
  const auto empty = folder / "empty.png";
  std::ofstream{empty};
  for (const auto& file : {opaque, empty}) {
    const auto icon = read_icon(file);
    ASSERT_FALSE(icon);
    EXPECT_EQ(icon.error().message,
              file.string() + ": an 8-bit PNG with an alpha channel was expected");
  }
  const auto missing = read_icon(folder / "missing.png");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("missing.png: "), std::string::npos);
}

}  // namespace
}  // namespace convlens::media
