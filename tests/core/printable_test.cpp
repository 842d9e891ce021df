#include "core/printable.h"

#include <gtest/gtest.h>

namespace convlens {
namespace {

TEST(Printable, KeepsTextAndReplacesTheRest) {
  EXPECT_EQ(printable("conv2d/kernel:0"), "conv2d/kernel:0");
  EXPECT_EQ(printable("\xED\x95\xA9\xEC\x84\xB1\xEA\xB3\xB1"),
            "\xED\x95\xA9\xEC\x84\xB1\xEA\xB3\xB1");
  EXPECT_EQ(printable("a\nb\x1B[2J\x7F"), R"(a\x0Ab\x1B[2J\x7F)");
  EXPECT_EQ(printable("\xC2\x85|\xC2\xA0"),
            "\\xC2\\x85|\xC2\xA0");  // a control character, and none
  EXPECT_EQ(printable("\xFFx\xC3"), R"(\xFFx\xC3)");
  EXPECT_EQ(printable(std::string("a\0b", 3)), R"(a\x00b)");
}

// What another UTF-8 reader, as the JSON library, would throw at.
TEST(Printable, KeepsNoBrokenCharacters) {
  EXPECT_EQ(printable("\xE0\x9F\xBF|\xE0\xA0\x80"), "\\xE0\\x9F\\xBF|\xE0\xA0\x80");
  EXPECT_EQ(printable("\xED\xA0\x80|\xED\x9F\xBF"), "\\xED\\xA0\\x80|\xED\x9F\xBF");
  EXPECT_EQ(printable("\xF0\x8F\xBF\xBF|\xF0\x90\x80\x80"),
            "\\xF0\\x8F\\xBF\\xBF|\xF0\x90\x80\x80");
  EXPECT_EQ(printable("\xF4\x90\x80\x80|\xF4\x8F\xBF\xBF"),
            "\\xF4\\x90\\x80\\x80|\xF4\x8F\xBF\xBF");
}

TEST(Printable, EndsInAnEllipsis) {
  const std::string text(80, 'x');
  EXPECT_EQ(printable(text), text);
  EXPECT_EQ(printable(text + "y"), text + "\u2026");
  EXPECT_EQ(printable(text + "\n"), text + "\u2026");
  // No character is cut in two.
  EXPECT_EQ(printable(text.substr(1) + "\u00E9"), text.substr(1) + "\u2026");
}

TEST(Legible, KeepsAllThatIsUtf8) {
  EXPECT_EQ(legible("a\nb \u00E9 \u0E01 \U0001F600"), "a\nb \u00E9 \u0E01 \U0001F600");
  EXPECT_EQ(legible("\xC2\x85"), "\xC2\x85");
  const std::string text(1000, 'x');
  EXPECT_EQ(legible(text), text);
}

TEST(Legible, NamesTheBytesOfWhatIsNot) {
  EXPECT_EQ(legible("caf\xE9.png"), R"(caf\xE9.png)");
  EXPECT_EQ(legible("\xE0\x9F|\xC2"), R"(\xE0\x9F|\xC2)");
  EXPECT_EQ(legible("\xED\xA0\x80"), R"(\xED\xA0\x80)");
}

TEST(Printable, SaysWhatItWouldChange) {
  EXPECT_TRUE(is_printable(""));
  EXPECT_TRUE(is_printable(std::string(1000, 'x') + "\u00E9"));
  EXPECT_FALSE(is_printable("a\n"));
  EXPECT_FALSE(is_printable("\xE9"));
}

}  // namespace
}  // namespace convlens
