#pragma once

#include "core/tensor.h"
#include "lab/document/filter.h"

// How strong each frequency is: magnitudes of the discrete Fourier transform, frequency zero in
// cell (H / 2, W / 2), as numpy.fft.fftshift puts it. Cell (i, j) of (H, W) stands for (i - H / 2)
// / H cycles a pixel down and (j - W / 2) / W across.
namespace convlens::lab {

// What a filter multiplies a wave of each frequency by that is alike in all of its channels, or in
// one alone: |DFT| of its heard weights with zeros round them. `channel`: -1 for the sum of all.
inline constexpr int kResponseSide = 64;
Tensor frequency_response(const Filter& filter, int channel);

// log10(1 + |DFT|) of the middle of a plane (H, W), as large as spectrum_extent() says.
Tensor log_spectrum(const TensorView& plane);
// The largest number up to an extent that transforms fast enough for a frame: at most 512, no prime
// factor over 31.
int spectrum_extent(int extent);

// One channel of values (1, H, W, C) as a plane (H, W), or the mean of all where it is -1.
Tensor channel_plane(const TensorView& values, int channel);

}  // namespace convlens::lab
