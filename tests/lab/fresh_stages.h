#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "lab/lab.h"
#include "lab/networks.h"

namespace convlens::lab::testing {

// What the network's stages would be if they were computed at once.
struct FreshStages {
  Pipeline pipeline;
  NetworkRun run;
  TrainedMaps maps;

  explicit FreshStages(const Lab& lab) {
    const Document& document = lab.document();
    const Network& network = *document.network;
    EXPECT_TRUE(pipeline.update(document));
    const nn::Model shown =
        lab.view().show_original ? network.trained->model : shown_model(network);
    const InputStage& crop = pipeline.crop(lab.view().source);
    EXPECT_TRUE(run.update(
        network, shown, {crop.pixels, crop.revision, document.sources[lab.view().source].picture}));
    maps.update(document, shown, pipeline);
  }
};

// To the bit; while a weight is painted, within rounding of the largest values that were summed.
inline void expect_same_map(const Lab& lab, const Tensor& found, const Tensor& expected) {
  if (!lab.previewing()) {
    EXPECT_TRUE(same_bits(found.values(), expected.values()));
    return;
  }
  ASSERT_EQ(found.shape(), expected.shape());
  float largest = 1.0f;
  for (const float value : expected.values()) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    const float a = found.data()[i];
    const float b = expected.data()[i];
    const bool same = a == b || (std::isnan(a) && std::isnan(b));
    ASSERT_TRUE(same || std::abs(a - b) <= 1e-4f * largest) << a << " and " << b << " at " << i;
  }
}

// The network's stages are those of the document shown, never of another one.
inline void expect_up_to_date(const Lab& lab) {
  ASSERT_EQ(lab.has_network(), lab.document().network.has_value());
  if (!lab.has_network()) return;
  const FreshStages fresh(lab);
  expect_same_weights(lab.run().model(), fresh.run.model());
  EXPECT_TRUE(same_bits(lab.run().seen().values(), std::as_const(fresh.run).seen().values()));
  expect_same_activations(lab.run().activations(), fresh.run.activations());
  const auto expect_same = [](const std::vector<nn::Prediction>& found,
                              const std::vector<nn::Prediction>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      // Weights that are large enough make numbers that are none.
      EXPECT_TRUE(
          std::equal(found[i].values.begin(), found[i].values.end(), expected[i].values.begin(),
                     expected[i].values.end(),
                     [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }))
          << "output " << i;
    }
  };
  expect_same(lab.run().predictions(), fresh.run.predictions());
  expect_same(lab.run().trained_predictions(), fresh.run.trained_predictions());
  ASSERT_EQ(lab.trained_maps().channel_count(), fresh.maps.channel_count());
  for (std::size_t s = 0; s < lab.document().sources.size(); ++s) {
    for (std::size_t c = 0; c < fresh.maps.channel_count(); ++c) {
      EXPECT_TRUE(same_bits(lab.trained_maps().map(s, c).values.values(),
                            fresh.maps.map(s, c).values.values()));
    }
    for (std::size_t f = 0; f < lab.document().filters.size(); ++f) {
      expect_same_map(lab, lab.pipeline().map(s, f).values, fresh.pipeline.map(s, f).values);
    }
  }
}

}  // namespace convlens::lab::testing
