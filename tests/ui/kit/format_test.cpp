#include "ui/kit/format.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace convlens::ui {
namespace {

std::string beside(double value, double largest) { return format_beside(value, largest).data(); }

TEST(FormatBeside, GivesNumbersThatStandTogetherAsManyDecimals) {
  EXPECT_EQ(beside(1.0, 1.0), "1.00");
  EXPECT_EQ(beside(0.004, 12.0), "0.00");
  EXPECT_EQ(beside(0.04, 0.04), "0.0400");
  EXPECT_EQ(beside(5.26e-5, 0.04), "0.0001");
  EXPECT_EQ(beside(0.5, 0.5), "0.500");
  EXPECT_EQ(beside(0.1, 0.1), "0.100");
  EXPECT_EQ(beside(0.001, 0.001), "0.00100");
}

TEST(FormatBeside, HasNoMinusBeforeZero) {
  EXPECT_EQ(beside(-0.0, 1.0), "0.00");
  EXPECT_EQ(beside(-0.004, 1.0), "0.00");
  EXPECT_EQ(beside(-0.04, 1.0), "-0.04");
}

TEST(FormatBeside, LeavesWhatIsTinyHugeOrNotFiniteToEachNumber) {
  EXPECT_EQ(beside(2e-5, 2e-5), "2e-05");
  EXPECT_EQ(beside(1e6, 1e6), "1e+06");
  EXPECT_EQ(beside(std::numeric_limits<double>::quiet_NaN(), 1.0), "nan");
  EXPECT_EQ(beside(0.0, 0.0), "0.00");
}

TEST(FormatSigned, HasARealMinusAndNoneBeforeZero) {
  EXPECT_EQ(format_signed(-0.5), "\u22120.50");
  EXPECT_EQ(format_signed(0.0), "+0.00");
  EXPECT_EQ(format_signed(-0.0), "+0.00");
  EXPECT_EQ(format_signed(-3e-7), "\u22123e-07");
  EXPECT_EQ(term_text(-5.22), "\u22125.220");
  EXPECT_EQ(term_text(0.0004), "+0.0004");
  EXPECT_EQ(format_signed(-std::numeric_limits<double>::infinity()), "\u2212inf");
}

}  // namespace
}  // namespace convlens::ui
