#pragma once

#include "ui/bench_driver.h"

namespace convlens::testing {

// The notebook's bench, whose vertical line stands on the stage.
class StageTest : public ::testing::Test {
 protected:
  const lab::Filter& filter() { return bench_.lab().document().filters[0]; }
  std::size_t steps() { return bench_.lab().history().position(); }

  BenchDriver bench_;
};

}  // namespace convlens::testing
