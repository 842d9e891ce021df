#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/long_work.h"
#include "lab/document/network.h"
#include "lab/stages/test_answers.h"

namespace convlens::lab {

// What a network answers to its test set with the trained and with the shown weights, asked on a
// thread of its own while the lab goes on. The newest question wins; what an older one was working
// on is dropped. All public functions belong to the thread that made the meter.
class TestMeter {
 public:
  using Answers = std::shared_ptr<const TestAnswers>;

  // Null where not measured yet, and one where both are of the same weights.
  struct Reading {
    Answers trained;
    Answers shown;
    double progress = 1.0;  // of the measurement that is under way, 1 where none is
  };

  // See LongWork.
  void on_answer(std::function<void()> wake) { work_.on_answer(std::move(wake)); }

  // Asks what these weights answer. Asking for the same again costs nothing. A network without a
  // test set answers nothing, nor does one that refuses its pictures.
  void ask(const Network& network, const nn::Model& shown);
  Reading reading();
  // Blocks until all that was asked for is measured.
  void wait() { work_.wait(); }

 private:
  class Baseline;

  std::shared_ptr<Baseline> baseline_;  // of the network that was asked about last
  std::optional<nn::Model> asked_;      // the newest question's weights
  Answers shown_;                       // their answers
  LongWork<Answers> work_{WorkMode::kInBackground};
};

}  // namespace convlens::lab
