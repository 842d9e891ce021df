#include "lab/document/names.h"

#include <gtest/gtest.h>

namespace convlens::lab {
namespace {

TEST(UnusedName, IsTheNameWhereNoneIsCalledSo) {
  EXPECT_EQ(unused_name("edge", {}), "edge");
  EXPECT_EQ(unused_name("edge", {"edges", "my edge", "edge2"}), "edge");
  EXPECT_EQ(unused_name("edge 7", {"edge", "edge 2"}), "edge 7");
}

TEST(UnusedName, IsTheNextNumberElse) {
  EXPECT_EQ(unused_name("edge", {"edge"}), "edge 2");
  EXPECT_EQ(unused_name("edge", {"edge 2"}), "edge 3")
      << "what took its place was numbered already";
  EXPECT_EQ(unused_name("edge 2", {"edge", "edge 2"}), "edge 3");
  EXPECT_EQ(unused_name("bank 1", {"bank 1", "bank 2", "bank 10"}), "bank 11");
  EXPECT_EQ(unused_name("conv1 [3]", {"conv1 [3]"}), "conv1 [3] 2");
  EXPECT_EQ(unused_name("5", {"5"}), "5 2");
  EXPECT_EQ(unused_name("a 99999999999", {"a 99999999999"}), "a 99999999999 2");
}

}  // namespace
}  // namespace convlens::lab
