#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <utility>

#include "core/colormap.h"
#include "lab/command/command.h"
#include "lab/document/document.h"

namespace convlens::lab::testing {

inline Image blank_image(int height, int width) {
  const auto bytes = static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * 3;
  return {height, width, std::vector<std::uint8_t>(bytes, 0)};
}

// Every byte random, so that no two places look alike.
inline Image noise_image(int height, int width, unsigned seed) {
  Image image = blank_image(height, width);
  std::mt19937 random(seed);
  for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(random() & 0xffU);
  return image;
}

inline Image uniform_image(int height, int width, Rgb color) {
  Image image = blank_image(height, width);
  for (std::size_t i = 0; i < image.rgb.size(); ++i) image.rgb[i] = color[i % 3];
  return image;
}

inline std::shared_ptr<const Picture> picture(std::string name, Image image) {
  const Origin origin{"/pictures/" + name};
  return std::make_shared<const Picture>(Picture{std::move(name), std::move(image), {}, origin});
}

// Two pictures of noise, the notebook's filters, and a crop small enough for fast tests.
inline Document small_bench() {
  Document document = notebook_document(
      {picture("first", noise_image(40, 50, 1)), picture("second", noise_image(33, 61, 2))});
  auto cropped = lab::apply(document, ResizeCrop{0, {12, 19}, {3, 4}});
  EXPECT_TRUE(cropped.has_value());
  return std::move(*cropped);
}

inline bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

// The document after commands that are known to fit.
inline Document after(Document document, std::initializer_list<Command> commands) {
  for (const Command& command : commands) {
    auto next = lab::apply(document, command);
    EXPECT_TRUE(next.has_value()) << (next ? "" : next.error().message);
    if (next) document = std::move(*next);
  }
  return document;
}

}  // namespace convlens::lab::testing
