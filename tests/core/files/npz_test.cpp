#include "core/files/npz.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <numeric>

#include "core/files/file.h"
#include "core/files/zip_files.h"
#include "core/sentences.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"

namespace convlens {
namespace {

using testing::bytes_of;
using testing::contains;
using testing::expect_sentence;
using testing::make_zip;

using Bytes = std::vector<std::byte>;
constexpr std::array<std::string_view, 2> kWanted{"filters", "kernel"};

Tensor counted(const Shape& shape) {
  Tensor tensor(shape);
  std::iota(tensor.values().begin(), tensor.values().end(), -2.5f);
  return tensor;
}

std::string content_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
// A .npy file of so many values.
std::string npy_of(std::int64_t count) { return content_of(npy_bytes(counted({count}))); }

// What is said of all arrays; of the one that a bank of filters is, the same or nothing.
std::string refusal(const Bytes& bytes) {
  const auto arrays = parse_npz(bytes, "x.npz");
  if (arrays) return "accepted";
  expect_sentence(arrays.error().message, "x.npz");
  return arrays.error().message;
}

std::string refusal_of_one(const Bytes& bytes) {
  const auto array = parse_npz_array(bytes, "x.npz", kWanted);
  if (array) return "accepted";
  expect_sentence(array.error().message, "x.npz");
  return array.error().message;
}

void expect_array(const NamedArray& found, const nlohmann::json& expected) {
  EXPECT_EQ(found.name, expected["name"]);
  ASSERT_EQ(found.array.values.shape(), golden::shape(expected["shape"]));
  const auto values = expected["values"].get<std::vector<double>>();
  ASSERT_EQ(values.size(), found.array.values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(found.array.values.data()[i], static_cast<float>(values[i])) << i;
  }
  const auto kind = expected["kind"].get<std::string>();
  EXPECT_EQ(found.array.kind, kind == "u1"     ? NpyKind::kUint8
                              : kind[0] == 'f' ? NpyKind::kFloat
                                               : NpyKind::kOtherInteger);
}

TEST(Npz, ReadsWhatNumPyWrites) {
  std::size_t read = 0;
  for (const auto& expected : golden::json("npz_cases/cases.json")) {
    const std::string file = "npz_cases/" + expected["file"].get<std::string>();
    SCOPED_TRACE(file);
    const auto found = read_npz(golden::path(file));
    if (expected["arrays"].is_null()) {
      ASSERT_FALSE(found);
      expect_sentence(found.error().message, golden::path(file).string());
      EXPECT_TRUE(contains(found.error().message, expected["refused"])) << found.error().message;
      continue;
    }
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->size(), expected["arrays"].size());
    for (std::size_t i = 0; i < found->size(); ++i)
      expect_array((*found)[i], expected["arrays"][i]);
    ++read;
  }
  EXPECT_EQ(read, 8U);
}

TEST(Npz, FindsTheArrayThatIsWanted) {
  const auto shape_in = [](const std::vector<testing::ZipEntry>& entries) {
    const auto array = parse_npz_array(make_zip(entries), "x.npz", kWanted);
    return array ? to_string(array->values.shape()) : array.error().message;
  };
  EXPECT_EQ(shape_in({{"any.npy", npy_of(3)}}), "(3,)");
  EXPECT_EQ(shape_in({{"kernel.npy", npy_of(3)}, {"filters.npy", npy_of(4)}}), "(4,)");
  // The others may be what they like.
  EXPECT_EQ(shape_in({{"names.npy", "no array"}, {"kernel.npy", npy_of(5)}}), "(5,)");
  EXPECT_EQ(
      shape_in({{"a.npy", npy_of(3)}, {"b/c.npy", npy_of(3)}}),
      "x.npz: the file holds 2 arrays, \"a\" and \"b/c\"; a single one, or one named filters or "
      "kernel expected");
  std::vector<testing::ZipEntry> many;
  for (char c = 'a'; c <= 'z'; ++c) many.push_back({std::string(1, c) + ".npy", npy_of(1)});
  EXPECT_TRUE(contains(shape_in(many),
                       "26 arrays, \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", "
                       "\"h\" and 18 more; a single one"));
  EXPECT_EQ(refusal_of_one(make_zip({})), "x.npz: the .npz file holds no arrays");
}

TEST(Npz, RefusesWhatIsNoneOfNumPys) {
  EXPECT_EQ(refusal(bytes_of("\x93NUMPY")),
            "x.npz: this is not a NumPy .npz file, which is a zip archive");
  EXPECT_EQ(refusal({}), "x.npz: this is not a NumPy .npz file, which is a zip archive");
  EXPECT_TRUE(contains(refusal(bytes_of("PK\x03\x04 no more")), "damaged or cut short"));
  EXPECT_EQ(refusal(make_zip({{"a.npy", npy_of(2)}, {"notes.txt", "x"}})),
            "x.npz: the zip entry \"notes.txt\" is no array, entries that end in .npy expected");
  EXPECT_TRUE(contains(refusal(make_zip({{"a.npy", "text"}})),
                       "x.npz: the array \"a\": this is not a NumPy .npy file"));
  EXPECT_TRUE(
      contains(refusal(make_zip({{"a.npy", npy_of(2) + "x"}})),
               "x.npz: the array \"a\": the header tells of 2 values of 4 bytes each, but 9"));
  EXPECT_TRUE(contains(refusal(make_zip({{"a.npy", npy_of(2)}, {"a.npy", npy_of(2)}})),
                       "two entries of the same name"));
  EXPECT_TRUE(contains(refusal(make_zip({{"a.npy", npy_of(2), false, 1}})), "is encrypted"));
  EXPECT_TRUE(contains(refusal(make_zip({{"../a.npy", npy_of(2)}})), "leads out"));
}

// Writes `size` as the first entry's size without compression, in both of its headers.
void declare(Bytes& zip, std::uint32_t size) {
  const std::string text = content_of(zip);
  const std::size_t contents = text.find("PK\x01\x02");
  ASSERT_NE(contents, std::string::npos);
  std::memcpy(zip.data() + 22, &size, sizeof size);
  std::memcpy(zip.data() + contents + 24, &size, sizeof size);
}

TEST(Npz, RefusesBombs) {
  // Refused by what the table of contents declares, before anything is unpacked.
  Bytes zip = make_zip({{"a.npy", npy_of(100), true}});
  declare(zip, 0x7FFFFFFF);
  EXPECT_TRUE(contains(refusal(zip), "takes 2147483647 bytes, at most 1073741824 are read"));
  declare(zip, 0x3FFFFFFF);
  EXPECT_TRUE(contains(refusal(zip), "to 1073741823, at most 200 times as many are read"));
  // Both lies about little: found when it is unpacked.
  for (const std::uint32_t size : {100U, 527U, 529U, 10'000'000U}) {
    declare(zip, size);
    EXPECT_TRUE(contains(refusal(zip), "the zip entry \"a.npy\" is damaged")) << size;
  }
  const std::string zeros(std::size_t{32} << 20, '\0');
  EXPECT_TRUE(contains(refusal(make_zip({{"a.npy", zeros, true}})), "at most 200 times"));
  // An honest array of zeros: compressed a thousand times, and small enough.
  const std::string honest = content_of(npy_bytes(Tensor(Shape{1000, 1000})));
  EXPECT_EQ(refusal(make_zip({{"a.npy", honest, true}})), "accepted");
}

TEST(Npz, NoticesEveryTruncation) {
  const Bytes whole = *read_file(golden::path("npz_cases/savez_compressed.npz"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    SCOPED_TRACE(size);
    EXPECT_NE(refusal({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}),
              "accepted");
  }
}

// Most changes are noticed; of the rest, as of a time, the arrays are the same.
TEST(Npz, LivesThroughEveryChangedByte) {
  const Bytes whole = *read_file(golden::path("npz_cases/savez_compressed.npz"));
  const auto expected = parse_npz(whole, "x.npz");
  ASSERT_TRUE(expected);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    SCOPED_TRACE(i);
    Bytes changed = whole;
    changed[i] ^= std::byte{0x11};
    if (refusal(changed) != "accepted") continue;
    const auto found = parse_npz(changed, "x.npz");
    ASSERT_EQ(found->size(), expected->size());
    for (std::size_t a = 0; a < found->size(); ++a) {
      const Tensor& values = (*found)[a].array.values;
      const Tensor& good = (*expected)[a].array.values;
      ASSERT_EQ(values.shape(), good.shape());
      EXPECT_TRUE(std::equal(good.values().begin(), good.values().end(), values.data()));
    }
  }
}

class WriteNpz : public ::testing::Test {
 protected:
  Bytes written(const std::filesystem::path& path) {
    const Tensor filters = counted({3, 3, 3, 2});
    const Tensor scalar = counted({});
    const std::vector<NamedView> arrays{
        {"filters", filters}, {"layer/bias", scalar}, {"\xED\x95\x84", filters}};
    const Status status = write_npz(path, arrays);
    EXPECT_TRUE(status) << status.error().message;
    return *read_file(path);
  }

  TemporaryFolder folder_;
};

TEST_F(WriteNpz, IsReadAsItWas) {
  written(folder_ / "a.npz");
  const auto found = read_npz(folder_ / "a.npz");
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ((*found)[0].name, "filters");
  EXPECT_EQ((*found)[1].name, "layer/bias");
  EXPECT_EQ((*found)[2].name, "\xED\x95\x84");
  const Tensor filters = counted({3, 3, 3, 2});
  EXPECT_EQ((*found)[0].array.values.shape(), filters.shape());
  EXPECT_TRUE(std::equal(filters.values().begin(), filters.values().end(),
                         (*found)[0].array.values.data()));
  EXPECT_EQ((*found)[1].array.values.shape(), Shape{});
  EXPECT_EQ(folder_.entry_count(), 1);
}

TEST_F(WriteNpz, GivesTheSameBytesAtAnyTimeAndPlace) {
  const Bytes first = written(folder_ / "a.npz");
  const char* zone = std::getenv("TZ");
  const std::string before = zone == nullptr ? "" : zone;
  for (const char* place : {"Asia/Seoul", "America/New_York", "UTC+11", "UTC-14"}) {
    setenv("TZ", place, 1);
    EXPECT_EQ(written(folder_ / "b.npz"), first) << place;
  }
  zone == nullptr ? unsetenv("TZ") : setenv("TZ", before.c_str(), 1);
  // 1 January 1980, as NumPy has it.
  EXPECT_EQ(content_of(first).substr(10, 4), std::string("\x00\x00\x21\x00", 4));
}

TEST_F(WriteNpz, RefusesNamesThatNoEntryCanHave) {
  const Tensor one = counted({1});
  const auto message = [&](const std::vector<NamedView>& arrays) {
    const Status status = write_npz(folder_ / "a.npz", arrays);
    if (status) return std::string("accepted");
    expect_sentence(status.error().message, (folder_ / "a.npz").string());
    return status.error().message;
  };
  EXPECT_TRUE(contains(message({{"../up", one}}), "leads out of the archive"));
  EXPECT_TRUE(contains(message({{"a", one}, {"b", one}, {"a", one}}), "could not be added"));
  EXPECT_EQ(message({{"\xFF", one}}).find("accepted"), std::string::npos);
  EXPECT_TRUE(contains(message({}), "no entries"));
  EXPECT_EQ(folder_.entry_count(), 0);
}

TEST_F(WriteNpz, IsReadByNumPy) {
  if (std::system(CONVLENS_PYTHON " -c 'import numpy' 2> /dev/null") != 0) {
    GTEST_SKIP() << "skipped: " CONVLENS_PYTHON " has no NumPy";
  }
  written(folder_ / "a.npz");
  std::ofstream(folder_ / "read.py") << R"(
import sys, zipfile
import numpy as np
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
found = np.load(sys.argv[1])
assert found.files == ["filters", "layer/bias", "\uD544"], found.files
filters = (np.arange(54) - 2.5).astype("<f4").reshape(3, 3, 3, 2)
for name, values in [("filters", filters), ("layer/bias", np.float32(-2.5)), ("\uD544", filters)]:
    assert found[name].dtype == "<f4" and found[name].shape == values.shape, name
    assert np.array_equal(found[name], values), name
)";
  const std::string command = fmt::format(
      CONVLENS_PYTHON " '{}' '{}'", (folder_ / "read.py").string(), (folder_ / "a.npz").string());
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace convlens
