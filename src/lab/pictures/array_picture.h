#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/pictures/picture.h"

namespace convlens::lab {

// Numbers of any channels as a source of the bench: filters of as many channels are applied to them
// as they are.

// `values`: (1, H, W, C), finite, no extent 0. Its image shows `planes` of them, one in grey or
// three as red, green and blue: from 0 to 1 where all values lie between, as those of a picture do,
// else from the smallest to the largest of these planes.
std::shared_ptr<const Picture> array_picture(std::string name, std::shared_ptr<const Tensor> values,
                                             std::vector<int> planes);

// The same array, shown by other planes.
std::shared_ptr<const Picture> with_planes(const Picture& array, std::vector<int> planes);

// Those that an array of so many channels shows first: three are taken for a picture's colours.
std::vector<int> first_planes(int channels);

// Whether an array can stand on the bench: (1, H, W, C) of 1 to kMaxChannels channels, no larger
// than a picture may be.
Status check_source(const Shape& shape);

// Whether an array of so many channels can show them: one, or three.
Status check_planes(const std::vector<int>& planes, int channels);

// How the planes are called: "plane 4", or "planes 0, 1, 2".
Phrase planes_said(const std::vector<int>& planes);

}  // namespace convlens::lab
