#pragma once

#include <memory>
#include <random>
#include <string>

#include "lab/command/command.h"

namespace convlens::lab::testing {

// Ten pictures and four arrays of 2 and of 5 channels, named by numbers, that the commands open.
inline constexpr int kNumbered = 14;
std::string picture_name(int number);
std::shared_ptr<const Picture> numbered_picture(int number);

// A first convolution of BGR pictures and a depthwise one behind it, with three moments.
std::shared_ptr<const TrainedNetwork> walkable_network();

// Commands on a document whose network has four filters or more in each of its first two layers,
// and three moments: at random, most of them fitting.
class RandomCommands {
 public:
  explicit RandomCommands(unsigned seed) : random_(seed) {}
  Command next(const Document& document);

 private:
  std::mt19937 random_;
};

}  // namespace convlens::lab::testing
