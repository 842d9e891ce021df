// A bench in words: short, exact, and never taken for what it is not.
#include "app/session/link.h"

#include <gtest/gtest.h>

#include <random>

#include "app/lessons/lesson_file.h"
#include "app/open/open_files.h"
#include "lab/command/command.h"
#include "lab/lab.h"

namespace convlens::app {
namespace {

class Link : public ::testing::Test {
 protected:
  Link() : lab_(*open_document({})) {}

  std::string text() const { return link_of(lab_.document(), lab_.view()); }
  LinkedBench read(const std::string& text) {
    auto bench = read_link(text, {});
    EXPECT_TRUE(bench) << (bench ? "" : bench.error().message);
    return bench ? *std::move(bench) : LinkedBench{};
  }
  void expect_same(const LinkedBench& bench) const {
    const lab::Document& told = lab_.document();
    EXPECT_EQ(bench.document->filters, told.filters);
    EXPECT_EQ(bench.document->conv, told.conv);
    EXPECT_EQ(bench.document->crop_size, told.crop_size);
    ASSERT_EQ(bench.document->sources.size(), told.sources.size());
    for (std::size_t s = 0; s < told.sources.size(); ++s) {
      EXPECT_EQ(bench.document->sources[s].origin, told.sources[s].origin);
      EXPECT_EQ(bench.document->sources[s].picture->image.rgb, told.sources[s].picture->image.rgb);
    }
  }
  // Of every weight of both filters.
  void paint(const std::function<float()>& value) {
    for (std::size_t f = 0; f < 2; ++f) {
      std::vector<float> weights(147);
      for (float& weight : weights) weight = value();
      ASSERT_TRUE(lab_.commit(lab::ReplaceWeights{f, weights}));
    }
  }

  lab::Lab lab_;
};

TEST_F(Link, OfTwoPaintedFiltersIsShortAndOfRandomFloatsStillIs) {
  std::mt19937 random(1);
  EXPECT_LT(text().size(), 1000u);
  paint([&] { return 0.1f * static_cast<float>(static_cast<int>(random() % 41) - 20); });
  EXPECT_LT(text().size(), 2000u);
  expect_same(read(text()));
  std::normal_distribution<float> normal;
  paint([&] { return normal(random); });
  EXPECT_LT(text().size(), 3000u);
  expect_same(read(text()));
}

TEST_F(Link, HasStepsCropAndColours) {
  ASSERT_TRUE(lab_.commit(lab::SetSteps{2, 3, 1, 1, conv::Padding::kValid}));
  ASSERT_TRUE(lab_.commit(lab::ResizeCrop{1, {40, 50}, {7, 9}}));
  ASSERT_TRUE(lab_.commit(lab::ShapeFilters{5, 3, 1}));
  lab_.view().colormap = Colormap::kMagma;
  lab_.view().ranges.border = lab::Border::kLeftOut;
  lab_.view().filter = 1;
  const LinkedBench bench = read(text());
  expect_same(bench);
  lab::View view;
  take_looks(bench, view);
  EXPECT_EQ(view.colormap, Colormap::kMagma);
  EXPECT_EQ(view.ranges, lab_.view().ranges);
  EXPECT_EQ(view.filter, 1u);
}

TEST_F(Link, LeadsIntoTheStepOfALesson) {
  const auto lessons = bundled_lessons(lab::Language::kEnglish);
  lab_.view().lesson = lab::LessonPlace{lessons[3].file.string(), 2, false};
  const LinkedBench bench = read(text());
  ASSERT_TRUE(bench.lesson);
  EXPECT_EQ(bench.lesson->step, 2u);
  const auto korean = linked_lesson(*bench.lesson, lab::Language::kKorean);
  ASSERT_TRUE(korean);
  EXPECT_EQ(korean->file, bundled_lessons(lab::Language::kKorean)[3].file.string());
  EXPECT_EQ(korean->step, 2u);
  EXPECT_FALSE(korean->begins);  // the bench is the link's
  EXPECT_FALSE(linked_lesson({"99-none", 0}, lab::Language::kEnglish));
  EXPECT_FALSE(linked_lesson({bench.lesson->name, 400}, lab::Language::kEnglish));
  lab_.view().lesson = lab::LessonPlace{"/nowhere/own.md", 0, false};
  EXPECT_FALSE(read(text()).lesson);
}

TEST_F(Link, PicturesOfOnesOwnAreKnownAgainOrAskedFor) {
  Image image{30, 40, std::vector<std::uint8_t>(3600, 9)};
  const auto own = std::make_shared<const lab::Picture>(
      lab::Picture{"own.png", image, {}, {"/secret/own.png", {}, "0"}, {}, {}});
  ASSERT_TRUE(lab_.commit(lab::SetPictures{1, {own}}));
  const auto known = read_link(text(), std::span(&own, 1));
  ASSERT_TRUE(known);
  EXPECT_TRUE(known->missing.empty());
  EXPECT_EQ(known->document->sources[1].picture, own);
  const LinkedBench elsewhere = read(text());
  ASSERT_EQ(elsewhere.missing.size(), 1u);
  EXPECT_EQ(elsewhere.missing[0].english(),
            "own.png is not here: open it, and paste the bench again to have it");
  EXPECT_EQ(elsewhere.document->sources[1].picture->image.width, 40);
}

TEST_F(Link, CutShortOrDamagedIsASentence) {
  const std::string whole = text();
  const std::string damaged = "the bench in words is cut short or damaged: copy all of it again";
  for (std::size_t length = 11; length < whole.size(); ++length) {
    const auto cut = read_link(whole.substr(0, length), {});
    ASSERT_FALSE(cut) << length;
    EXPECT_EQ(cut.error().message, damaged);
  }
  std::mt19937 random(2);
  for (int i = 0; i < 2000; ++i) {
    std::string other = whole;
    other[10 + random() % (other.size() - 10)] ^= static_cast<char>(1 + random() % 7);
    const auto read = read_link(other, {});
    if (read) expect_same(*read);  // a bit of the padding
  }
  EXPECT_EQ(read_link("convlens1", {}).error().message,
            "this is no bench in words: \"convlens1.\" and what follows it expected");
  EXPECT_TRUE(is_link(whole));
  EXPECT_FALSE(is_link("np.array([[1]])"));
  EXPECT_TRUE(read_link(whole + "\n", {}));
}

// What is said of a name from outside stays one line.
TEST_F(Link, ANameOfSeveralLinesIsSaidInOne) {
  Image image{12, 14, std::vector<std::uint8_t>(std::size_t{12} * 14 * 3, 90)};
  const auto picture = std::make_shared<const lab::Picture>(
      lab::Picture{"two\nlines", std::move(image), {}, {}, {}, {}});
  ASSERT_TRUE(lab_.commit(lab::SetPictures{0, {picture}}));
  const LinkedBench bench = read(text());
  ASSERT_EQ(bench.missing.size(), 1u);
  EXPECT_EQ(bench.missing.front().english().find('\n'), std::string::npos);
}

}  // namespace
}  // namespace convlens::app
