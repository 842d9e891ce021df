#pragma once

#include <gtest/gtest.h>

#include "lab/networks.h"
#include "lab/session/session.h"

// What was read is what was told, bit for bit; pictures and networks are the same ones.
namespace convlens::lab::testing {

inline void expect_same_network(const Network& read, const Network& told) {
  EXPECT_EQ(read.trained, told.trained);
  EXPECT_EQ(read.morph, told.morph);
  EXPECT_EQ(read.preparation, told.preparation);
  EXPECT_EQ(read.source, told.source);
  EXPECT_EQ(read.item, told.item);
  EXPECT_EQ(read.array, told.array);
  EXPECT_EQ(read.class_names, told.class_names);
  expect_same_weights(read.edited, told.edited);
  ASSERT_EQ(read.untrained.has_value(), told.untrained.has_value());
  if (read.untrained) expect_same_weights(*read.untrained, *told.untrained);
}

inline void expect_same_document(const Document& read, const Document& told) {
  EXPECT_EQ(read.sources, told.sources);
  EXPECT_EQ(read.crop_size, told.crop_size);
  EXPECT_EQ(read.filters, told.filters);
  for (std::size_t f = 0; f < read.filters.size(); ++f) {
    EXPECT_TRUE(same_bits(read.filters[f].weights, told.filters[f].weights));
  }
  EXPECT_EQ(read.filters_origin, told.filters_origin);
  EXPECT_EQ(read.conv, told.conv);
  EXPECT_EQ(read.adopt_network, told.adopt_network);
  ASSERT_EQ(read.network.has_value(), told.network.has_value());
  if (read.network) expect_same_network(*read.network, *told.network);
}

// The steps from `first` on.
inline void expect_same_history(const Session& read, const History& told, std::size_t first = 0) {
  ASSERT_EQ(read.steps.size(), told.size());
  EXPECT_EQ(read.position, told.position());
  for (std::size_t i = first; i < told.size(); ++i) {
    SCOPED_TRACE(fmt::format("step {}: {}", i, told.label(i).english()));
    expect_same_document(read.steps[i].document, told.document(i));
    EXPECT_EQ(read.steps[i].label, told.label(i));
    EXPECT_EQ(read.steps[i].code.panel, told.code(i).panel);
    EXPECT_EQ(read.steps[i].code.text, told.code(i).text);
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace convlens::lab::testing
