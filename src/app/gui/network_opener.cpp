#include "app/gui/network_opener.h"

#include <algorithm>
#include <utility>

#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "app/open/test_sets.h"

namespace convlens::app {

NetworkOpener::NetworkOpener(WorkMode mode) : work_(mode) {
  for (const char* name : {"cifar10.keras", "fashion_mnist.keras"}) {
    files_.push_back({bundled_network(name)});
    names_.emplace_back(name);
  }
}

void NetworkOpener::open(std::size_t index) { start(index, false); }

void NetworkOpener::begin() { start(0, true); }

void NetworkOpener::open_files(const NetworkFiles& files, NetworkCompany with) {
  const auto known = std::find(files_.begin(), files_.end(), files);
  const auto index = static_cast<std::size_t>(known - files_.begin());
  if (known == files_.end()) {
    files_.push_back(files);
    names_.push_back(files.named().filename().string());
  }
  start(index, false, std::move(with));
}

void NetworkOpener::start(std::size_t index, bool at_begin, NetworkCompany with) {
  opening_ = names_[index];
  at_begin_ = at_begin;
  work_.ask([files = files_[index], with = std::move(with)](WorkControl& control) -> Opened {
    Network opened;
    TRY_ASSIGN(opened.trained, open_network(files, with.class_names, &control.dropped()));
    if (with.input) {
      TRY_ASSIGN(opened.input,
                 open_input_array(*with.input, lab::picture_input(opened.trained->model)));
    }
    if (with.test_set) {
      TRY_ASSIGN(opened.test_set, open_test_set(*with.test_set, lab::fresh_network(opened.trained),
                                                &control.dropped()));
    }
    return opened;
  });
}

void NetworkOpener::deliver(lab::Lab& lab) {
  auto answer = work_.take();
  if (!answer) return;
  opening_.clear();
  Opened& opened = *answer;
  if (!opened) return lab.report(phrase("the network could not be opened: {}", opened.error()));
  const auto network = opened->trained;
  if (at_begin_) {
    lab.begin_with(network);
  } else if (!lab.commit(lab::SetNetwork{network})) {
    return;
  }
  if (opened->test_set && !lab.commit(*opened->test_set)) return;
  if (opened->input && !lab.commit(*opened->input)) return;
  if (opened->test_set) note_test_set(*opened->test_set->set, lab);
  for (const Phrase& note : network->notes) {
    lab.note(phrase("{}: {}", word(network->name), note));
  }
}

}  // namespace convlens::app
