#include "lab/pictures/stamps.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>

#include "conv/conv2d.h"
#include "core/files/file.h"
#include "core/temporary_folder.h"
#include "lab/fixtures.h"
#include "lab/stages/pipeline.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::picture;

int value(const Image& image, int row, int column) { return image.pixel(row, column)[0]; }

// NumPy runs what stamp_python() writes, and compares every pixel.
TEST(Stamps, AreWhatTheirPythonSays) {
  const TemporaryFolder folder;
  std::ofstream script(folder / "stamps.py");
  script << "import numpy as np\n";
  int count = 0;
  for (const auto& [height, width] : {std::array{28, 28}, {70, 120}, {1, 1}, {3, 1}, {33, 61}}) {
    for (int kind = 0; kind <= static_cast<int>(StampKind::kNoise); ++kind) {
      for (const float angle : {0.0f, 30.0f, 45.0f, 90.0f, 117.0f, 180.0f}) {
        for (const float size : {1.0f, 2.0f, 7.5f, 12.0f}) {
          const Stamp stamp{static_cast<StampKind>(kind), angle, size,
                            static_cast<std::uint32_t>(count % 7)};
          const Image image = stamped(stamp, height, width);
          const std::string name = std::to_string(count++) + ".rgb";
          ASSERT_TRUE(write_file(folder / name, std::as_bytes(std::span(image.rgb))));
          script << "a = " << stamp_python(stamp, height, width) << "\n"
                 << "b = np.fromfile('" << name << "', np.uint8).reshape(" << height << ", "
                 << width << ", 3)\n"
                 << "assert a.dtype == np.uint8 and a.shape == b.shape and (a == b).all(), "
                 << "('" << name << "', " << kind << ", " << angle << ", " << size << ")\n";
        }
      }
    }
  }
  script.close();
  const std::string command =
      "cd '" + folder.path().string() + "' && " + CONVLENS_PYTHON + " stamps.py 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(count, 5 * 7 * 6 * 4);
}

TEST(Stamps, EdgesStandAtTheirAngles) {
  const Image across = stamped({StampKind::kStep, 0, 8, 0}, 10, 20);
  EXPECT_EQ(value(across, 5, 9), 0);
  EXPECT_EQ(value(across, 5, 10), 255);
  const Image down = stamped({StampKind::kStep, 90, 8, 0}, 10, 20);
  EXPECT_EQ(value(down, 4, 3), 0);
  EXPECT_EQ(value(down, 5, 3), 255);
  const Image ramp = stamped({StampKind::kRamp, 0, 8, 0}, 4, 256);
  for (int x = 0; x < 256; ++x) EXPECT_EQ(value(ramp, 2, x), x);
}

// The lesson that everyone needs: what an impulse becomes is the filter, turned by half a turn.
TEST(Stamps, AnImpulseShowsTheFilter) {
  const Stamp impulse{StampKind::kImpulse, 0, 8, 0};
  Document document = notebook_document({picture("a", stamped(impulse, 21, 31))});
  document = after(document, {ResizeCrop{0, {21, 31}, {0, 0}}});
  const Filter& shown = document.filters.front();
  std::vector<WeightEdit> edits;
  for (int i = 0; i < 49; ++i) {
    edits.push_back({i / 7, i % 7, 0, static_cast<float>(i + 1)});
    edits.push_back({i / 7, i % 7, 1, 0.0f});
    edits.push_back({i / 7, i % 7, 2, 0.0f});
  }
  document = after(document, {SetWeights{{0}, edits}});
  Pipeline pipeline;
  ASSERT_TRUE(pipeline.update(document));
  const Tensor& map = pipeline.map(0, 0).values;  // (21, 31)
  for (int row = 0; row < shown.height; ++row) {
    for (int column = 0; column < shown.width; ++column) {
      const std::size_t place = static_cast<std::size_t>((10 + 3 - row) * 31 + 15 + 3 - column);
      EXPECT_FLOAT_EQ(map.data()[place], static_cast<float>(row * 7 + column + 1));
    }
  }
}

}  // namespace
}  // namespace convlens::lab
