// Controls that a step can point out are those of the window.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "lab/lesson/lesson.h"

namespace convlens {
namespace {

std::string sources_of_ui() {
  const std::filesystem::path ui = std::filesystem::path(CONVLENS_TEST_DIR) / "../src/ui";
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ui)) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

TEST(LessonControls, HaveTheKeysThatTheWindowFindsThemBy) {
  const std::string sources = sources_of_ui();
  ASSERT_FALSE(sources.empty());
  for (const char* key : lab::kLessonControls) {
    EXPECT_NE(sources.find(std::string("\"") + key + "\""), std::string::npos) << key;
  }
}

}  // namespace
}  // namespace convlens
