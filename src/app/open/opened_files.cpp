#include "app/open/opened_files.h"

#include <utility>

#include "app/open/file_kind.h"
#include "app/open/network_input.h"
#include "app/open/open_files.h"
#include "loaders/common/network_format.h"

namespace convlens::app {

namespace fs = std::filesystem;

Status OpenedFiles::add(const fs::path& file) {
  const FileKind kind = kind_of(file);
  if (is<NetworkFile>(kind)) return add_network(file);
  if (is<NamesFile>(kind)) {
    TRY_ASSIGN(auto names, read_class_names(file));
    class_names = std::move(names);
    return {};
  }
  if (is<ArrayFile>(kind)) {
    TRY_ASSIGN(auto read, open_filters(file));
    filters = std::move(read);
    return {};
  }
  TRY_ASSIGN(auto picture, open_picture(file));
  pictures.push_back(std::move(picture));
  return {};
}

// The two files of a Caffe network are one.
Status OpenedFiles::add_network(const fs::path& file) {
  const fs::path weights = loaders::weights_file(file);
  if (network && *network != weights) {
    return fail("{} and {} are two networks, one can be opened at a time",
                network->filename().string(), weights.filename().string());
  }
  network = weights;
  return {};
}

}  // namespace convlens::app
