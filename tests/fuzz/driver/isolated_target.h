#pragma once

#include <string_view>

#include "fuzz/driver/target.h"
#include "loaders/isolation/model_archive.h"
#include "loaders/readers.h"

namespace convlens::fuzz {

struct IsolatedInput {
  std::string_view kind;  // of reader, see loaders/isolation/isolated.h
  std::span<const std::byte> file;
  // A file of the same name that ends in .prototxt; none where it is empty.
  std::span<const std::byte> prototxt = {};
  // If given, sees the archive before the network is built from it.
  void (*prepare)(loaders::ModelArchive& archive) = nullptr;
  std::span<const loaders::IsolatedReader> readers = loaders::isolated_readers();
  // More than one only where the reader's library keeps nothing from one file to the next.
  int files_a_process = 1;
};

// What the program does with a model file of this kind, from opening it to the network's results:
// the reader works in another process, under such limits and through such a pipe, forked from this
// one instead of started anew (reader_process.h). It may die, if it was within a library and the
// parent has a sentence for it; a sanitizer's report from own code ends the run.
void read_isolated(const IsolatedInput& input);

// The second half of it: the network, and its results at a small input where it is small itself.
void build_and_compute(loaders::ModelArchive archive);

}  // namespace convlens::fuzz
