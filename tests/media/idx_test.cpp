#include "media/idx.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>

#include "core/files/file.h"
#include "core/temporary_folder.h"

namespace convlens::media {
namespace {

using Bytes = std::vector<std::uint8_t>;

const std::filesystem::path kFashionMnist = "/usr/share/datasets/fashion-mnist";

Bytes idx(std::initializer_list<std::uint32_t> extents, const Bytes& values, int type = 8) {
  Bytes bytes{0, 0, static_cast<std::uint8_t>(type), static_cast<std::uint8_t>(extents.size())};
  for (const std::uint32_t extent : extents) {
    for (unsigned shift = 32; shift > 0; shift -= 8) {
      bytes.push_back(static_cast<std::uint8_t>(extent >> (shift - 8)));
    }
  }
  bytes.insert(bytes.end(), values.begin(), values.end());
  return bytes;
}

Bytes counted(std::size_t count) {
  Bytes values(count);
  std::iota(values.begin(), values.end(), std::uint8_t{0});
  return values;
}

Bytes gzip(Bytes bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY);
  Bytes packed(deflateBound(&stream, bytes.size()));
  stream.next_in = bytes.data();
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

Result<IdxArray> parse(const Bytes& bytes) {
  return parse_idx(std::as_bytes(std::span(bytes)), "x.idx");
}

std::string refusal(const Bytes& bytes) {
  const auto array = parse(bytes);
  if (array) return "accepted";
  const std::string& message = array.error().message;
  EXPECT_EQ(message.rfind("x.idx: ", 0), 0U) << message;
  EXPECT_NE(message.back(), '.') << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  return message;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Idx, PicturesAndLabels) {
  for (const bool packed : {false, true}) {
    Bytes bytes = idx({2, 3, 4}, counted(24));
    const auto pictures = parse(packed ? gzip(bytes) : bytes);
    ASSERT_TRUE(pictures) << pictures.error().message;
    EXPECT_EQ(pictures->shape, (Shape{2, 3, 4}));
    EXPECT_EQ(pictures->item_count(), 2);
    EXPECT_EQ(pictures->values, counted(24));
    ASSERT_EQ(pictures->item(1).size(), 12U);
    EXPECT_EQ(pictures->item(1)[0], 12);

    bytes = idx({5}, {9, 0, 255, 3, 1});
    const auto labels = parse(packed ? gzip(bytes) : bytes);
    ASSERT_TRUE(labels) << labels.error().message;
    EXPECT_EQ(labels->shape, (Shape{5}));
    EXPECT_EQ(labels->item(2)[0], 255);
  }
}

TEST(Idx, GzipFilesOneBehindTheOther) {
  const Bytes bytes = idx({30}, counted(30));
  Bytes packed = gzip({bytes.begin(), bytes.begin() + 11});
  const Bytes rest = gzip({bytes.begin() + 11, bytes.end()});
  packed.insert(packed.end(), rest.begin(), rest.end());
  const auto array = parse(packed);
  ASSERT_TRUE(array) << array.error().message;
  EXPECT_EQ(array->values, counted(30));
}

TEST(Idx, OtherContentIsRefused) {
  EXPECT_TRUE(contains(refusal({}), "the file is empty"));
  EXPECT_TRUE(contains(refusal({'P', 'K', 3, 4}), "no idx file"));
  EXPECT_TRUE(contains(refusal(gzip({'P', 'K', 3, 4})), "no idx file"));
  EXPECT_TRUE(contains(refusal(idx({2}, {0, 0, 0, 0}, 0x0B)), "type 11"));
  EXPECT_TRUE(contains(refusal(idx({2, 2}, counted(4))), "2 axes"));
  EXPECT_TRUE(contains(refusal(idx({1, 1, 1, 1}, counted(1))), "4 axes"));
  EXPECT_TRUE(contains(refusal(idx({0, 28, 28}, {})), "no items"));
  EXPECT_TRUE(contains(refusal(idx({3}, counted(4))), "goes on behind the 3 values"));
  EXPECT_TRUE(contains(refusal(gzip(idx({3}, counted(4)))), "goes on behind the 3 values"));
}

// A header can claim anything; memory is taken only for what is there.
TEST(Idx, HugeHeaders) {
  EXPECT_TRUE(contains(refusal(idx({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}, {})), "more than"));
  EXPECT_TRUE(contains(refusal(idx({0x40000001}, {})), "more than"));
  EXPECT_TRUE(contains(refusal(idx({0x40000000}, counted(9))), "ends too soon"));
  EXPECT_TRUE(contains(refusal(gzip(idx({0x40000000}, counted(9)))), "ends too soon"));
}

// Much in little: the zeros behind the header's 9 values are not unpacked.
TEST(Idx, GzipBombs) {
  Bytes bomb = idx({9}, counted(9));
  bomb.resize(std::size_t{1} << 26);
  EXPECT_TRUE(contains(refusal(gzip(bomb)), "goes on"));
}

TEST(Idx, EveryTruncation) {
  const Bytes plain = idx({2, 3, 4}, counted(24));
  for (const Bytes& bytes : {plain, gzip(plain)}) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_NE(refusal({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}),
                "accepted")
          << size;
    }
  }
}

// All but those that fill up deflate's last byte, which mean nothing.
TEST(Idx, FlippedBitsWithinGzipAreNoticed) {
  const Bytes values = counted(700);
  const Bytes packed = gzip(idx({20, 5, 7}, values));
  std::mt19937 random(3);
  // Behind gzip's header of 10 bytes, whose time and system change nothing.
  for (int i = 0; i < 2000; ++i) {
    Bytes changed = packed;
    const std::size_t place = 10 + random() % (packed.size() - 10);
    changed[place] = static_cast<std::uint8_t>(changed[place] ^ 1U << (random() % 8));
    const auto array = parse(changed);
    EXPECT_TRUE(!array || array->values == values) << place;
  }
}

TEST(Idx, FilesAreNamed) {
  const TemporaryFolder folder;
  const auto path = folder / "labels.idx";
  const Bytes bytes = idx({2}, {7, 8});
  ASSERT_TRUE(write_file(path, std::as_bytes(std::span(bytes))));
  const auto array = read_idx(path);
  ASSERT_TRUE(array) << array.error().message;
  EXPECT_EQ(array->values, (Bytes{7, 8}));
  EXPECT_TRUE(contains(read_idx(folder / "missing").error().message, "missing: there is no such"));
}

TEST(Idx, FashionMnist) {
  const auto folder = kFashionMnist;
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  const auto pictures = read_idx(folder / "t10k-images-idx3-ubyte.gz");
  ASSERT_TRUE(pictures) << pictures.error().message;
  EXPECT_EQ(pictures->shape, (Shape{10'000, 28, 28}));
  const auto labels = read_idx(folder / "t10k-labels-idx1-ubyte.gz");
  ASSERT_TRUE(labels) << labels.error().message;
  EXPECT_EQ(labels->shape, (Shape{10'000}));
  // Ten kinds, a thousand of each; the first is an ankle boot.
  EXPECT_EQ(labels->values[0], 9);
  for (std::uint8_t kind = 0; kind < 10; ++kind) {
    EXPECT_EQ(std::count(labels->values.begin(), labels->values.end(), kind), 1000);
  }
}

}  // namespace
}  // namespace convlens::media
