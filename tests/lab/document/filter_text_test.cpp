// Filters as text: what NumPy prints and what people paste.
#include "lab/document/filter_text.h"

#include <gtest/gtest.h>

namespace convlens::lab {
namespace {

std::string refusal(std::string_view text) {
  const auto filters = filters_from_text(text);
  return filters ? "accepted" : filters.error().message;
}

TEST(FilterText, ComesBackAsItWas) {
  for (const int channels : {1, 3}) {
    Filter filter = zero_filter("any", 3, 5, channels);
    float value = -0.7f;
    for (float& weight : filter.weights) weight = value += 0.1f;
    const auto read = filters_from_text(filter_text(filter));
    ASSERT_TRUE(read.has_value()) << read.error().message;
    ASSERT_EQ(read->size(), 1u);
    EXPECT_TRUE(read->front().has_shape_of(filter));
    EXPECT_EQ(read->front().weights, filter.weights);
  }
}

TEST(FilterText, ReadsPlainRows) {
  const std::vector<float> sobel{-1, 0, 1, -2, 0, 2, -1, 0, 1};
  for (const char* text :
       {"-1 0 1\n-2 0 2\n-1 0 1", "-1,0,+1;-2,0,2;-1,0,1\n", "[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]",
        "tensor([[-1., 0., 1.], [-2., 0., 2.], [-1., 0., 1.]])"}) {
    const auto read = filters_from_text(text);
    ASSERT_TRUE(read.has_value()) << text << ": " << read.error().message;
    EXPECT_EQ(read->front().weights, sobel) << text;
  }
}

TEST(FilterText, SaysWhatIsNoFilter) {
  EXPECT_EQ(refusal(""), "the text holds no numbers, a filter's rows expected");
  EXPECT_EQ(refusal("hello"), "the text is no filter: a number was expected at character 1");
  EXPECT_EQ(refusal("1 2 3\n4 5"),
            "a row of 2 stands beside one of 3, rows of one length expected");
  EXPECT_EQ(refusal("[[1, 2], [3]]"),
            "a row of 1 stands beside one of 2, rows of one length expected");
  EXPECT_EQ(refusal("[[1, 2], [3, nan]]"), "the text holds nan, finite numbers expected");
  EXPECT_EQ(refusal("[[1, 2]"), "the text ends within a bracket");
  EXPECT_EQ(refusal("[1, [2]]"), "a bracket opens too deep, at character 5");
  EXPECT_EQ(refusal("[1, 2]"), "the text holds a single row, at least two axes expected");
  EXPECT_EQ(refusal("1 1e99"), "the number at character 3 is beyond what a float holds");
}

}  // namespace
}  // namespace convlens::lab
