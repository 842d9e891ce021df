#include "loaders/isolation/model_archive.h"

#include <cstring>
#include <random>

#include "loaders/model_files.h"

namespace convlens::loaders {
namespace {

using testing::expect_sentence;

std::vector<std::byte> sent(const Result<ModelArchive>& archive) {
  std::vector<std::byte> bytes;
  EXPECT_TRUE(send_archive(archive, [&bytes](std::span<const std::byte> more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return true;
  }));
  return bytes;
}

ReceivedArchive received(std::span<const std::byte> bytes, std::size_t max_bytes = 1 << 20) {
  return receive_archive(
      [bytes](std::span<std::byte> wanted) mutable {
        if (wanted.size() > bytes.size()) return false;
        std::memcpy(wanted.data(), bytes.data(), wanted.size());
        bytes = bytes.subspan(wanted.size());
        return true;
      },
      max_bytes);
}

ModelArchive example() {
  ModelArchive archive;
  archive.format = ArchiveFormat::kHdf5;
  archive.architecture = R"({"class_name": "Sequential"})";
  archive.facts = {{"backend", "theano"}, {"keras_version", "2.1.3"}};
  archive.groups.push_back({"empty", {}});
  archive.groups.push_back({"conv", {}});
  archive.groups[1].weights.push_back({"kernel:0", Tensor(Shape{1, 2}, std::vector{1.0f, -2.0f})});
  archive.groups[1].weights.push_back({"bias:0", Tensor(Shape{0})});
  return archive;
}

TEST(ModelArchive, ComesThroughAsItWas) {
  const auto back = received(sent(example()));
  ASSERT_TRUE(back.complete);
  ASSERT_TRUE(back.archive) << back.archive.error().message;
  EXPECT_EQ(back.archive->format, ArchiveFormat::kHdf5);
  EXPECT_EQ(back.archive->architecture, example().architecture);
  EXPECT_EQ(back.archive->facts, example().facts);
  EXPECT_EQ(back.archive->fact("backend"), "theano");
  EXPECT_EQ(back.archive->fact("nothing"), "");
  ASSERT_EQ(back.archive->groups.size(), 2U);
  EXPECT_EQ(back.archive->groups[0].path, "empty");
  const auto& weights = back.archive->groups[1].weights;
  ASSERT_EQ(weights.size(), 2U);
  EXPECT_EQ(weights[0].name, "kernel:0");
  EXPECT_EQ(weights[0].values.shape(), (Shape{1, 2}));
  EXPECT_EQ(weights[0].values.data()[1], -2.0f);
  EXPECT_EQ(weights[1].values.shape(), (Shape{0}));
}

TEST(ModelArchive, ErrorsComeThrough) {
  const auto back = received(sent(fail("x.keras: is {} of them", "none")));
  ASSERT_TRUE(back.complete);
  ASSERT_FALSE(back.archive);
  EXPECT_EQ(back.archive.error().message, "x.keras: is none of them");
}

// What is within them, too, so that the one who asked can say them in another language.
TEST(ModelArchive, ErrorsComeThroughAsPhrases) {
  const Error inner(phrase("{} is {:.2f}", word("the mean"), 0.125));
  const auto back = received(sent(fail("{}: {}", "x.keras", inner)));
  ASSERT_TRUE(back.complete);
  ASSERT_FALSE(back.archive);
  EXPECT_EQ(back.archive.error().phrase, phrase("{}: {}", "x.keras", inner));
  EXPECT_EQ(back.archive.error().message, "x.keras: the mean is 0.12");
}

// Else a few bytes could become a sentence that no memory holds.
TEST(ModelArchive, RefusesErrorsThatSayAValueTwiceOrNestTooDeep) {
  const auto twice = received(sent(tl::unexpected(Error(Phrase("{0} {0}", {{std::string("a")}})))));
  EXPECT_FALSE(twice.complete);
  Phrase deep = phrase("end");
  for (int i = 0; i < 100; ++i) deep = phrase("in {}", deep);
  EXPECT_FALSE(received(sent(tl::unexpected(Error(deep)))).complete);
}

TEST(ModelArchive, NoticesEveryTruncation) {
  const auto bytes = sent(example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto back = received(std::span(bytes).first(size));
    EXPECT_FALSE(back.complete) << size;
    ASSERT_FALSE(back.archive);
    expect_sentence(back.archive.error().message);
  }
}

// Lengths and extents that were changed on the way take no memory and no time.
TEST(ModelArchive, SurvivesChangedBytes) {
  std::mt19937 random(7);
  const auto archive = sent(example());
  const auto error = sent(fail("{}: {}", "x.keras", phrase("{} is {:.2f}", word("a mean"), 0.125)));
  for (int i = 0; i < 20'000; ++i) {
    auto changed = i % 2 == 0 ? archive : error;
    changed[random() % changed.size()] = static_cast<std::byte>(random() & 0xFFU);
    const auto back = received(changed);
    if (back.complete && !back.archive) continue;  // a message of any kind
    if (!back.archive) expect_sentence(back.archive.error().message);
  }
}

TEST(ModelArchive, RefusesMoreThanWasAsked) {
  const auto bytes = sent(example());
  EXPECT_TRUE(received(bytes, bytes.size()).complete);
  EXPECT_FALSE(received(bytes, bytes.size() - 1).complete);
}

TEST(ModelArchive, StopsWhereNobodyListens) {
  int calls = 0;
  EXPECT_FALSE(
      send_archive(example(), [&calls](std::span<const std::byte>) { return ++calls < 3; }));
  EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace convlens::loaders
