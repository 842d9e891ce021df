#pragma once

#include <filesystem>
#include <vector>

#include "app/films/film_frames.h"
#include "core/result.h"
#include "core/tensor.h"
#include "lab/document/document.h"

// A lab that was kept, a session file or a bench in words, in the place of pictures and filters.
namespace convlens::app {

// Whether what is named as a file is one.
bool is_kept(const std::filesystem::path& named);
// What an error calls it: words are too long for a sentence.
std::filesystem::path kept_name(const std::filesystem::path& named);

// Its document as it was left. Of several sentences about what is missing the first is the error: a
// command shows nobody a grey picture in its place.
Result<lab::Document> kept_document(const std::filesystem::path& named);

// See open_document(). A kept lab brings its pictures with their crops, or its filters with how
// they are applied; the same one as both is its bench. It takes no other pictures beside it. Of
// moving pictures these frames are pictures of their own.
Result<lab::Document> open_bench(const std::vector<std::filesystem::path>& pictures,
                                 const std::vector<std::filesystem::path>& filters,
                                 const FrameChoice& frames = {});

// What its filters are applied to, a picture each: (N, H, W, C) float32.
Result<Tensor> bench_inputs(const lab::Document& document);

}  // namespace convlens::app
