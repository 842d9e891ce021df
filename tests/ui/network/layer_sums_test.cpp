// The networks that travel with the program, taken apart: their own values.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "lab/document/network.h"
#include "lab/lab.h"
#include "lab/shown/layer_sum.h"
#include "lab/shown/receptive_field.h"

namespace convlens {
namespace {

constexpr std::size_t kCellsOfALayer = 60;

std::shared_ptr<const lab::TrainedNetwork> bundled(const char* name) {
  auto network = app::open_network({app::bundled_network(name)});
  EXPECT_TRUE(network.has_value()) << (network ? "" : network.error().message);
  return network ? *network : nullptr;
}

nn::Activations activations_of(const lab::TrainedNetwork& network, const Tensor& input) {
  auto values = network.model.activations(input);
  EXPECT_TRUE(values.has_value());
  return values ? *std::move(values) : nn::Activations{};
}

std::size_t step_over(std::size_t count) {
  return std::max<std::size_t>(1, count / kCellsOfALayer);
}

void expect_own_values(const lab::TrainedNetwork& network, const Tensor& input) {
  const nn::Activations values = activations_of(network, input);
  for (std::size_t node = 1; node < values.size(); ++node) {
    const std::string name = network.model.nodes()[node].layer->name();
    const std::size_t count = values[node].shape().element_count();
    for (std::size_t i = 0; i < count; i += step_over(count)) {
      const lab::LayerCell cell = lab::cell_of(values[node].shape(), node, i);
      const lab::LayerSum sum = lab::layer_sum(network.model, values, cell);
      EXPECT_NE(sum.kind, lab::LayerSumKind::kOther) << name;
      double size = std::fabs(sum.bias);
      for (const lab::LayerTerm& term : sum.terms) size += std::fabs(term.product());
      EXPECT_NEAR(sum.value, double{lab::value_at(values, cell)}, 1e-5 * (1.0 + size)) << name;
    }
  }
}

Tensor clock_picture() {
  Tensor picture({1, 40, 44, 3});
  for (std::size_t i = 0; i < picture.size(); ++i) {
    picture.data()[i] = static_cast<float>(i * i % 251) / 250.0f;
  }
  return picture;
}

TEST(LayerSums, AreTheFashionNetworksOwnValues) {
  const auto network = bundled("fashion_mnist.keras");
  for (const int item : {0, 7}) {
    expect_own_values(*network, lab::test_items(*network->test_set, item, 1));
  }
}

TEST(LayerSums, AreTheColourNetworksOwnValues) {
  expect_own_values(*bundled("cifar10.keras"), clock_picture());
}

// Of all kinds of files: where a layer is taken apart, to its own value.
TEST(LayerSums, AreTheOwnValuesOfWhateverIsOpened) {
  namespace fs = std::filesystem;
  std::size_t cells = 0;
  for (const char* folder : {"input_cases", "keras_files", "tensorflow_cases"}) {
    for (const auto& entry :
         fs::directory_iterator(fs::path(CONVLENS_TEST_DIR) / "golden" / folder)) {
      if (!entry.is_regular_file() || entry.path().extension() == ".npy") continue;
      const auto network = app::open_network({entry.path()});
      if (!network) continue;  // refused for what it is
      lab::Lab lab(*app::open_document({}));
      lab.begin_with(*network);
      if (!lab.has_network()) continue;
      const nn::Activations& values = lab.run().activations();
      for (std::size_t node = 1; node < values.size(); ++node) {
        const std::size_t count = values[node].shape().element_count();
        for (std::size_t i = 0; i < count; i += step_over(count)) {
          const lab::LayerCell cell = lab::cell_of(values[node].shape(), node, i);
          const double value{lab::value_at(values, cell)};
          const lab::LayerSum sum = lab::layer_sum(lab.run().model(), values, cell);
          double size = std::fabs(sum.bias);
          for (const lab::LayerTerm& term : sum.terms) size += std::fabs(term.product());
          if (!std::isfinite(value) || !std::isfinite(size)) continue;
          EXPECT_NEAR(sum.value, value, 1e-4 * (1.0 + size))
              << entry.path() << ' ' << lab.run().model().nodes()[node].layer->name();
          lab::receptive_field(lab.run().model(), values, cell);
          ++cells;
        }
      }
    }
  }
  EXPECT_GT(cells, 1000u);
}

// What lies outside of a cell's window may be anything.
TEST(LayerSums, HangOnNothingOutsideTheirWindow) {
  const auto network = bundled("cifar10.keras");
  const Tensor input = clock_picture();
  const nn::Activations values = activations_of(*network, input);
  for (std::size_t node = 1; node < values.size(); ++node) {
    const lab::LayerCell cell = lab::strongest_cell(values, node, 0);
    const auto field = lab::receptive_field(network->model, values, cell);
    ASSERT_TRUE(field.windows[0].has_value());
    Tensor other = input.clone();
    for (std::size_t i = 0; i < other.size(); ++i) {
      const lab::LayerCell pixel = lab::cell_of(other.shape(), 0, i);
      const lab::CellWindow& seen = *field.windows[0];
      const bool inside = pixel.row >= seen.top && pixel.row < seen.bottom &&
                          pixel.column >= seen.left && pixel.column < seen.right;
      if (!inside) other.data()[i] = 1.0f - other.data()[i];
    }
    EXPECT_EQ(lab::value_at(activations_of(*network, other), cell), lab::value_at(values, cell))
        << network->model.nodes()[node].layer->name();
    EXPECT_EQ(field.way.back().node, 0u);
  }
}

}  // namespace
}  // namespace convlens
