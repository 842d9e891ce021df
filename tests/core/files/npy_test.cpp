#include "core/files/npy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "core/files/file.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"

namespace convlens {
namespace {

std::vector<std::byte> from_hex(const std::string& hex) {
  std::vector<std::byte> bytes(hex.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  }
  return bytes;
}

// A file of format version 1.0 with this header and so many zero bytes behind it.
std::vector<std::byte> file_with(const std::string& header, std::size_t data_bytes) {
  std::string text("\x93NUMPY\x01\x00", 8);
  text += static_cast<char>(header.size() % 256);
  text += static_cast<char>(header.size() / 256);
  text += header + std::string(data_bytes, '\0');
  std::vector<std::byte> bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

std::string complaint(const std::vector<std::byte>& bytes) {
  const Result<NpyArray> array = parse_npy(bytes, "data.npy");
  return array ? "" : array.error().message;
}

std::vector<float> copied(const Tensor& tensor) {
  return {tensor.values().begin(), tensor.values().end()};
}

// Equal bits, except that any NaN equals any other.
bool same(float a, float b) {
  return std::isnan(a) ? std::isnan(b) : std::memcmp(&a, &b, sizeof a) == 0;
}

TEST(Npy, ReadsWhatNumPyWrites) {
  std::size_t read = 0;
  std::size_t refused = 0;
  for (const auto& expected : golden::json("npy_files.json")) {
    SCOPED_TRACE(expected["name"].get<std::string>());
    const auto file = from_hex(expected["file"].get<std::string>());
    const Result<NpyArray> found = parse_npy(file, "data.npy");
    if (expected["values"].is_null()) {
      ASSERT_FALSE(found);
      EXPECT_EQ(found.error().message.find(
                    "data.npy: expected an array of integers, floats or bools, found "),
                0U);
      ++refused;
      continue;
    }
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->values.shape(), golden::shape(expected["shape"]));
    const auto bytes = from_hex(expected["values"].get<std::string>());
    ASSERT_EQ(bytes.size(), found->values.size() * sizeof(float));
    for (std::size_t i = 0; i < found->values.size(); ++i) {
      float value = 0.0f;
      std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
      EXPECT_TRUE(same(found->values.data()[i], value))
          << i << ": " << found->values.data()[i] << " should be " << value;
    }
    const auto kind = expected["kind"].get<std::string>();
    EXPECT_EQ(found->kind, kind == "u1"     ? NpyKind::kUint8
                           : kind == "u2"   ? NpyKind::kUint16
                           : kind[0] == 'f' ? NpyKind::kFloat
                                            : NpyKind::kOtherInteger);
    ++read;
  }
  EXPECT_EQ(read, 48U);
  EXPECT_EQ(refused, 10U);
}

TEST(Npy, ReadsBackWhatItWrites) {
  const TemporaryFolder folder;
  for (const Shape& shape :
       {Shape{}, Shape{1}, Shape{5}, Shape{0, 3}, Shape{2, 3, 4}, Shape{1, 2, 1, 3, 1, 2}}) {
    Tensor tensor(shape);
    std::iota(tensor.values().begin(), tensor.values().end(), -2.5f);
    ASSERT_TRUE(write_npy(folder / "a.npy", tensor));
    const Result<NpyArray> found = read_npy(folder / "a.npy");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->values.shape(), shape);
    EXPECT_EQ(copied(found->values), copied(tensor));
    EXPECT_EQ(found->kind, NpyKind::kFloat);
  }
  EXPECT_EQ(folder.entry_count(), 1);
}

TEST(Npy, WritesAHeaderThatEndsOnACacheLine) {
  const TemporaryFolder folder;
  const Tensor tensor(Shape{2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6});
  ASSERT_TRUE(write_npy(folder / "a.npy", tensor));
  const auto bytes = read_file(folder / "a.npy");
  ASSERT_TRUE(bytes);
  const std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  const std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  ASSERT_EQ(text.size(), 128 + 6 * sizeof(float));
  EXPECT_EQ(text.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  EXPECT_EQ(text.substr(10, 118), dictionary + std::string(117 - dictionary.size(), ' ') + "\n");
}

TEST(Npy, HeadersNeedNotLookLikeNumPys) {
  for (const std::string header : {
           "{'descr':'<f4','fortran_order':False,'shape':(2,)}",
           "{\"shape\": (2,), \"fortran_order\": True, \"descr\": \"f4\"}",
           "  {  'descr' : '=f4' , 'fortran_order' : False , 'shape' : ( 2 , ) , }  \n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L), }",
           "{'descr': '|u4', 'fortran_order': False, 'shape': (2,), }",
       }) {
    EXPECT_EQ(complaint(file_with(header, 8)), "") << header;
  }
}

TEST(Npy, RefusesDamagedHeaders) {
  const std::string damaged =
      "data.npy: the .npy header is damaged, expected a dictionary of descr, fortran_order and "
      "shape";
  for (const std::string header : {
           "",
           " ",
           "{",
           "{}",
           "}",
           "'descr'",
           "{'descr': '<f4'}",
           "{'descr': '<f4', 'fortran_order': False}",
           "{'descr': '<f4', 'shape': (2,)}",
           "{'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2,",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}",
           "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<f4',, 'fortran_order': False, 'shape': (2,)}",
           "{'descr' '<f4', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': '<f\n4', 'fortran_order': False, 'shape': (2,)}",
           "{'descr': <f4, 'fortran_order': False, 'shape': (2,)}",
           "{'descr': [('x', '<f4'), 'fortran_order': False, 'shape': (2,)}",
           "{'descr': ['",
           "{'descr': [(",
           "{'descr': [']'",
           "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}",
           "{'descr': '<f4', 'fortran_order': false, 'shape': (2,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': [2]}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (-,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,)}",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,)}",
       }) {
    EXPECT_EQ(complaint(file_with(header, 8)), damaged) << header;
  }
}

TEST(Npy, RefusesImpossibleShapes) {
  const auto with_shape = [](const std::string& shape) {
    return complaint(
        file_with("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}", 8));
  };
  EXPECT_EQ(with_shape("(2,)"), "");
  EXPECT_EQ(with_shape("(-2,)"), "data.npy: the shape (-2,) has a negative extent");
  EXPECT_EQ(with_shape("(1, 1, 1, 1, 1, 1, 2)"),
            "data.npy: an array has 7 axes, at most 6 are supported");
  EXPECT_NE(with_shape("(4294967296, 4294967296)"), "");
  EXPECT_NE(with_shape("(9223372036854775807,)"), "");
  // Large enough for memory to fail, were it asked for before the size is compared.
  EXPECT_EQ(with_shape("(2305843009213693951,)"),
            "data.npy: the header tells of 2305843009213693951 values of 4 bytes each, but 8 bytes "
            "follow it");
  EXPECT_NE(with_shape("(0, 2305843009213693951)"), "");
  EXPECT_NE(with_shape("(3,)"), "");
  EXPECT_NE(with_shape("(1,)"), "");
  EXPECT_NE(with_shape("()"), "");
}

TEST(Npy, RefusesUnknownTypes) {
  for (const std::string type : {"<f1", "<f16", "<b1x", "<i3", "<u0", "<c8", "|O", "<<f4", "<", "f",
                                 "float32", "|S4", "<U1", "<M8[ns]", "<i44"}) {
    const std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,)}";
    EXPECT_EQ(
        complaint(file_with(header, 8)),
        "data.npy: expected an array of integers, floats or bools, found type '" + type + "'");
  }
}

TEST(Npy, RefusesOtherFiles) {
  EXPECT_NE(complaint({}), "");
  const std::string picture = "\x89PNG\r\n\x1a\n and so on";
  std::vector<std::byte> bytes(picture.size());
  std::memcpy(bytes.data(), picture.data(), picture.size());
  EXPECT_NE(complaint(bytes).find("not a NumPy .npy file"), std::string::npos);

  auto future = file_with("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 8);
  future[6] = std::byte{4};
  EXPECT_NE(complaint(future).find("found 4.0"), std::string::npos);
  future[6] = std::byte{0};
  EXPECT_NE(complaint(future), "");
  future[6] = std::byte{1};
  future[7] = std::byte{1};
  EXPECT_NE(complaint(future).find("found 1.1"), std::string::npos);
}

TEST(Npy, SaysWhichFileIsMissing) {
  const TemporaryFolder folder;
  const Result<NpyArray> missing = read_npy(folder / "missing.npy");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find((folder / "missing.npy").string()), std::string::npos);
}

TEST(Npy, RefusesEveryTruncation) {
  const std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
  for (const char version : {'\x01', '\x02', '\x03'}) {
    auto file = file_with(dictionary, 24);
    file[6] = static_cast<std::byte>(version);
    if (version != '\x01') file.insert(file.begin() + 10, 2, std::byte{0});
    ASSERT_EQ(complaint(file), "");
    for (std::size_t size = 0; size < file.size(); ++size) {
      const std::vector<std::byte> part(file.begin(),
                                        file.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_NE(complaint(part), "") << size;
    }
    file.push_back(std::byte{0});
    EXPECT_NE(complaint(file), "") << "one byte too many";
  }
}

// Whatever the bytes, the answer is an array that fits them or one line of text.
TEST(Npy, SurvivesRandomDamage) {
  std::mt19937 random(7);
  std::vector<std::vector<std::byte>> files;
  for (const auto& row : golden::json("npy_files.json")) {
    files.push_back(from_hex(row["file"].get<std::string>()));
  }
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::byte> file = files[random() % files.size()];
    for (std::size_t flips = 1 + random() % 4; flips > 0; --flips) {
      // Mostly the header: damaged data are merely other numbers.
      const std::size_t end = random() % 4 == 0 ? file.size() : std::size_t{80};
      file[random() % end] ^= static_cast<std::byte>(1U << random() % 8);
    }
    if (random() % 4 == 0) file.resize(random() % (file.size() + 1));
    const Result<NpyArray> found = parse_npy(file, "data.npy");
    if (found) {
      EXPECT_EQ(found->values.size(), found->values.shape().element_count());
      EXPECT_LE(found->values.size(), file.size());
    } else {
      EXPECT_EQ(found.error().message.find("data.npy: "), 0U);
      EXPECT_EQ(found.error().message.find_first_of("\r\n\0"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace convlens
