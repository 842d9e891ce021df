#include <gtest/gtest.h>

#include <cstdlib>

#include "loaders/readers.h"

// Networks are read by this same program, started once more.
int main(int argc, char** argv) {
  if (const auto child =
          convlens::loaders::run_isolated_child(argc, argv, convlens::loaders::isolated_readers()))
    return *child;
  // Whether set-up found sample pictures is no matter of the tests that do not ask for them.
  setenv("CONVLENS_SAMPLES", "", 1);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
