#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/long_work.h"
#include "lab/document/network.h"

namespace convlens::lab {

// How a network does on its test set with the trained and with the shown weights, measured on a
// thread of its own while the lab goes on. The newest question wins; what an older one was working
// on is dropped. All public functions belong to the thread that made the meter.
class AccuracyMeter {
 public:
  // Shares of the test set that were classified right; nothing where not measured yet.
  struct Reading {
    std::optional<double> trained;
    std::optional<double> shown;
    double progress = 1.0;  // of the measurement that is under way, 1 where none is
  };

  // See LongWork.
  void on_answer(std::function<void()> wake) { work_.on_answer(std::move(wake)); }

  // Asks for the accuracy of these weights. Asking for the same again costs nothing. A network
  // without a test set has none.
  void ask(const Network& network, const nn::Model& shown);
  Reading reading();
  // Blocks until all that was asked for is measured.
  void wait() { work_.wait(); }

 private:
  using Share = std::optional<double>;
  class Baseline;

  std::shared_ptr<Baseline> baseline_;  // of the network that was asked about last
  std::optional<nn::Model> asked_;      // the newest question's weights
  Share shown_;                         // their answer
  LongWork<Share> work_{WorkMode::kInBackground};
};

}  // namespace convlens::lab
