#include "core/files/zip_archive.h"

#include <algorithm>

#include "core/files/zip_files.h"
#include "core/sentences.h"

namespace convlens {
namespace {

using testing::bytes_of;
using testing::contains;
using testing::expect_sentence;
using testing::make_zip;

std::string refusal(const std::vector<testing::ZipEntry>& entries, const ZipLimits& limits = {}) {
  const auto zip = ZipArchive::open(make_zip(entries), "x.keras", limits);
  if (zip) return "accepted";
  expect_sentence(zip.error().message, "x.keras");
  return zip.error().message;
}

TEST(ZipArchive, ReadsStoredAndDeflatedEntries) {
  const std::string text(5000, 'y');
  const auto zip = ZipArchive::open(
      make_zip({{"a.json", "{}"}, {"folder/b", text, true}, {"empty", ""}}), "x.keras");
  ASSERT_TRUE(zip) << zip.error().message;
  EXPECT_TRUE(zip->contains("a.json"));
  EXPECT_FALSE(zip->contains("A.json"));
  EXPECT_EQ(zip->read("a.json"), bytes_of("{}"));
  EXPECT_EQ(zip->read("folder/b"), bytes_of(text));
  EXPECT_EQ(zip->read("empty"), bytes_of(""));
  expect_sentence(zip->read("c").error().message, "x.keras");
}

TEST(ZipArchive, RefusesNamesThatLeadOut) {
  EXPECT_TRUE(contains(refusal({{"../up", "x"}}), "leads out of the archive"));
  EXPECT_TRUE(contains(refusal({{"a/../../up", "x"}}), "leads out of the archive"));
  EXPECT_TRUE(contains(refusal({{"a/..", "x"}}), "leads out of the archive"));
  EXPECT_TRUE(contains(refusal({{"/etc/passwd", "x"}}), "absolute path"));
  EXPECT_TRUE(contains(refusal({{"C:x", "x"}}), "absolute path"));
  EXPECT_TRUE(contains(refusal({{"..\\up", "x"}}), "backslash"));
  EXPECT_TRUE(contains(refusal({{"a\nb", "x"}}), "control characters"));
  EXPECT_EQ(refusal({{"a..b/...", "x"}}), "accepted");
}

TEST(ZipArchive, RefusesTheSameNameTwice) {
  EXPECT_EQ(refusal({{"a", "1"}, {"b", "2"}, {"a", "3"}}),
            "x.keras: the zip archive holds two entries of the same name");
}

TEST(ZipArchive, RefusesEncryptionAndOtherCompression) {
  EXPECT_TRUE(contains(refusal({{"a", "x", false, 1}}), "encrypted"));
  constexpr std::uint16_t kBzip2 = 12;
  EXPECT_TRUE(contains(refusal({{"a", "x", false, 0, kBzip2}}), "method 12"));
}

TEST(ZipArchive, RefusesBombs) {
  const std::string zeros(std::size_t{8} << 20, '\0');
  EXPECT_TRUE(contains(refusal({{"a", zeros, true}}), "at most 200 times as many are read"));
  // Small ones compress as they like.
  EXPECT_EQ(refusal({{"a", zeros.substr(0, std::size_t{1} << 20), true}}), "accepted");
  ZipLimits limits;
  limits.max_entry_bytes = 4;
  EXPECT_TRUE(contains(refusal({{"a", "12345"}}, limits), "takes 5 bytes, at most 4"));
  EXPECT_EQ(refusal({{"a", "1234"}}, limits), "accepted");
}

TEST(ZipArchive, RefusesTooManyEntries) {
  ZipLimits limits;
  limits.max_entries = 2;
  EXPECT_EQ(refusal({{"a", ""}, {"b", ""}}, limits), "accepted");
  EXPECT_TRUE(contains(refusal({{"a", ""}, {"b", ""}, {"c", ""}}, limits), "at most 2"));
}

TEST(ZipArchive, NoticesChangedContent) {
  auto bytes = make_zip({{"a", "some content"}});
  const std::string text = "content";
  const auto found = std::search(bytes.begin(), bytes.end(), text.begin(), text.end(),
                                 [](std::byte a, char b) { return a == std::byte(b); });
  ASSERT_NE(found, bytes.end());
  *found = std::byte{'k'};
  const auto zip = ZipArchive::open(std::move(bytes), "x.keras");
  ASSERT_TRUE(zip) << zip.error().message;
  EXPECT_TRUE(contains(zip->read("a").error().message, "\"a\" is damaged"));
}

TEST(ZipArchive, NoticesEveryTruncation) {
  const auto whole = make_zip({{"a.json", "{}"}, {"b", "some content"}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    SCOPED_TRACE(size);
    const std::vector<std::byte> part(whole.begin(),
                                      whole.begin() + static_cast<std::ptrdiff_t>(size));
    const auto zip = ZipArchive::open(part, "x.keras");
    ASSERT_FALSE(zip);
    expect_sentence(zip.error().message, "x.keras");
  }
}

}  // namespace
}  // namespace convlens
