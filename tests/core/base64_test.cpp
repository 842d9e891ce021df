#include "core/base64.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace convlens {
namespace {

TEST(Base64, IsThatOfTheStandard) {
  const auto bytes = [](std::string_view text) { return std::as_bytes(std::span(text)); };
  struct Case {
    std::string_view plain;
    const char* padded = nullptr;
    const char* for_addresses = nullptr;
  };
  for (const Case& known : {Case{"", "", ""},
                            {"f", "Zg==", "Zg"},
                            {"fo", "Zm8=", "Zm8"},
                            {"foo", "Zm9v", "Zm9v"},
                            {"foob", "Zm9vYg==", "Zm9vYg"},
                            {"\xfb\xff", "+/8=", "-_8"}}) {
    EXPECT_EQ(base64(bytes(known.plain)), known.padded);
    EXPECT_EQ(base64url(bytes(known.plain)), known.for_addresses);
    const auto back = from_base64url(known.for_addresses);
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::equal(back->begin(), back->end(), bytes(known.plain).begin(),
                           bytes(known.plain).end()));
  }
  for (const char* wrong : {"Z", "Zg=", "Zh", "Zm 9"}) EXPECT_FALSE(from_base64url(wrong)) << wrong;
}

}  // namespace
}  // namespace convlens
