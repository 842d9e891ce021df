#include "app/gui/network_opener.h"

#include <algorithm>
#include <utility>

#include "app/open/open_network.h"

namespace convlens::app {

NetworkOpener::NetworkOpener(WorkMode mode) : work_(mode) {
  for (const char* name : {"cifar10.keras", "fashion_mnist.keras"}) {
    files_.push_back(bundled_network(name));
    names_.emplace_back(name);
  }
}

void NetworkOpener::open(std::size_t index) { start(index, false); }

void NetworkOpener::begin() { start(0, true); }

void NetworkOpener::open_file(const std::filesystem::path& path,
                              std::optional<std::vector<std::string>> class_names) {
  const auto known = std::find(files_.begin(), files_.end(), path);
  const auto index = static_cast<std::size_t>(known - files_.begin());
  if (known == files_.end()) {
    files_.push_back(path);
    names_.push_back(path.filename().string());
  }
  start(index, false, std::move(class_names));
}

void NetworkOpener::start(std::size_t index, bool at_begin,
                          std::optional<std::vector<std::string>> class_names) {
  opening_ = names_[index];
  at_begin_ = at_begin;
  work_.ask([path = files_[index], names = std::move(class_names)](WorkControl& control) {
    return open_network(path, names, &control.dropped());
  });
}

void NetworkOpener::deliver(lab::Lab& lab) {
  auto answer = work_.take();
  if (!answer) return;
  opening_.clear();
  Opened& opened = *answer;
  if (!opened) return lab.report(phrase("the network could not be opened: {}", opened.error()));
  if (at_begin_) return lab.begin_with(*std::move(opened));
  lab.commit(lab::SetNetwork{*std::move(opened)});
}

}  // namespace convlens::app
