#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "core/files/shipped.h"
#include "loaders/engine/question.h"

namespace convlens::loaders::testing {

inline bool has_engine() {
  return std::filesystem::is_regular_file(shipped_folder(Shipped::kPrograms) / kEngineProgram);
}

// Tests that ask the engine, which some machines have no library for.
class WithEngine : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_engine()) GTEST_SKIP() << "this build has no " << kEngineProgram;
  }
};

}  // namespace convlens::loaders::testing
