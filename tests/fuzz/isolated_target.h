#pragma once

#include <string_view>

#include "loaders/isolated.h"
#include "loaders/model_archive.h"
#include "target.h"

namespace convlens::fuzz {

// What the program does with a model file of this kind, from opening it to the network's results:
// the reader (loaders/isolated.h) works in a process of its own, under the same limits and through
// the same pipe, forked from this one instead of started anew. It may die, if it was within a
// library and the parent has a sentence for it; a sanitizer's report from own code ends the run.
//
// `prepare`, if given, sees the archive before the network is built from it.
using Prepare = void (*)(loaders::ModelArchive& archive);
void read_isolated(std::string_view kind, std::span<const std::byte> file,
                   Prepare prepare = nullptr,
                   std::span<const loaders::IsolatedReader> readers = loaders::isolated_readers());

// The second half of it: the network, and its results at a small input where it is small itself.
void build_and_compute(loaders::ModelArchive archive);

}  // namespace convlens::fuzz
