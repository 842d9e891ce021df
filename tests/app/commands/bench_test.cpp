// The command bench: a table of what was measured here.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using nlohmann::json;
constexpr int kWrongCommandLine = 2;

class Bench : public testing::Program {};

TEST_F(Bench, SaysWhatItMeasuredAsJson) {
  const auto outcome = run_well({"bench", "--quick", "--json"});
  const json said = json::parse(outcome.out);
  EXPECT_FALSE(said["machine"].get<std::string>().empty());
  EXPECT_GT(said["peak_gflops_per_core"].get<double>(), 0.1);
  ASSERT_GT(said["cases"].size(), 15u);
  int sparse = 0;
  for (const json& one : said["cases"]) {
    for (const char* field : {"h", "w", "channels", "kernel", "filters", "stride", "threads"}) {
      EXPECT_GE(one[field].get<int>(), 1) << field;
    }
    EXPECT_EQ(one["engine"], "simd");
    EXPECT_GT(one["ms"].get<double>(), 0.0);
    EXPECT_GT(one["gflops"].get<double>(), 0.0);
    EXPECT_GT(one["predicted_ms"].get<double>(), 0.0);
    sparse += one["strategy"] == "sparse" ? 1 : 0;
  }
  EXPECT_GE(sparse, 4);  // the notebook's lines among them
}

TEST_F(Bench, DrawsHowCostGrows) {
  const auto file = at("cost.svg");
  const auto outcome = run_well({"bench", "--quick", "--plot", file.string()});
  EXPECT_NE(outcome.out.find("pixels, 2 filters of 7x7x3, 1 thread: ms grow as its"),
            std::string::npos);
  std::ifstream stream(file);
  const std::string drawn{std::istreambuf_iterator<char>(stream), {}};
  for (const char* name : {"milliseconds", "1 thread", "limit of 1 thread"}) {
    EXPECT_NE(drawn.find(name), std::string::npos) << name;
  }
}

TEST_F(Bench, TheStrategyIsSaidAndGivesTheSameMaps) {
  const std::string picture = testing::photograph_file("china.jpg");
  run_well({"conv", "--input", picture, "-o", "auto.npy"});
  for (const char* strategy : {"planar", "packed", "sparse"}) {
    const auto outcome =
        run({"conv", "--input", picture, "-o", "other.npy", "--strategy", strategy, "--verbose"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_NE(outcome.err.find(std::string("strategy ") + strategy), std::string::npos);
    EXPECT_EQ(content("other.npy"), content("auto.npy")) << strategy;
  }
  expect_refusal(kWrongCommandLine,
                 {"conv", "--input", picture, "-o", "c.npy", "--strategy", "fast"}, "--strategy",
                 {"c.npy"});
}

}  // namespace
}  // namespace convlens::app
