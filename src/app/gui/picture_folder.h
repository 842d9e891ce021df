#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/files/file_kind.h"
#include "core/result.h"
#include "lab/pictures/picture.h"

namespace convlens::app {

// By name, with the numbers in it as numbers: "2.png" before "10.png".
bool comes_before(const std::string& a, const std::string& b);

// What a folder holds, and what its name alone tells of it: there may be too many to look into.
struct FolderEntry {
  std::filesystem::directory_entry entry;
  FileKind kind;
};
// In no order, less what is hidden.
Result<std::vector<FolderEntry>> visible_entries(const std::filesystem::path& folder);

// The folder's picture files in that order.
Result<std::vector<std::filesystem::path>> pictures_in(const std::filesystem::path& folder);

// A picture that was come to by leafing, and what could not be read on the way.
struct Leaf {
  std::shared_ptr<const lab::Picture> picture;
  std::vector<Error> passed;
};

// The picture `step` files behind (1) or before (-1) another one of its folder; behind the last
// comes the first. Files that cannot be read are passed over. Fails where there is no other.
Result<Leaf> leaf_from(const std::filesystem::path& file, int step);

// The first picture of a folder, in the same way.
Result<Leaf> first_leaf(const std::filesystem::path& folder);

}  // namespace convlens::app
