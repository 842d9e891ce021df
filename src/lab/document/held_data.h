#pragma once

#include <cstddef>
#include <unordered_set>

#include "lab/document/document.h"

namespace convlens::lab {

// The large data that documents hang on, each of which counts once however many share it.
class HeldData {
 public:
  // Bytes of what this document holds, less what those before it hold.
  std::size_t add(const Document& document);

 private:
  bool is_new(const void* data) { return seen_.insert(data).second; }
  std::size_t add(const nn::Model& model);

  std::unordered_set<const void*> seen_;
};

}  // namespace convlens::lab
