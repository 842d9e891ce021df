#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/image.h"
#include "core/result.h"

namespace convlens::media {

// A photograph of something that networks for colour pictures tell apart.
struct Sample {
  std::string of;      // "horse"
  std::string file;    // whole path
  std::string credit;  // who made it, its licence
  int left = 0;        // the square of it that is shown
  int top = 0;
  int side = 0;
};

// Those that travel with the program, or lie in the folder that CONVLENS_SAMPLES names; none where
// there are none.
std::vector<Sample> find_samples();
// One line of the list beside them: "FILE|SHA-256|PACKAGE|PATH|LEFT,TOP,SIDE|CREDIT". Fails where
// it is something else.
Result<Sample> read_sample_line(std::string_view line);

// The square of a sample, `extent` pixels wide and high, averaged over what falls together.
Result<Image> sample_picture(const Sample& sample, int extent);

}  // namespace convlens::media
