#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

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

  AccuracyMeter() = default;
  ~AccuracyMeter();
  AccuracyMeter(const AccuracyMeter&) = delete;
  AccuracyMeter& operator=(const AccuracyMeter&) = delete;

  // Asks for the accuracy of these weights. Asking for the same again costs nothing. A network
  // without a test set has none.
  void ask(const Network& network, const nn::Model& shown);
  Reading reading() const;
  // Blocks until all that was asked for is measured.
  void wait();

 private:
  struct Question {
    std::shared_ptr<const TrainedNetwork> trained;
    nn::InputPreparation preparation;
    nn::Model shown;
    std::uint64_t number = 0;  // later questions have larger ones
  };

  void work();
  // The two parts of an answer; each leaves what it found in the reading.
  void measure_trained(const Question& question);
  void measure_shown(const Question& question);
  // Nothing where the answer is no longer wanted, or the network refuses its test set.
  template <typename StillWanted>
  std::optional<double> measure(const Question& question, const nn::Model& model,
                                const StillWanted& still_wanted);

  mutable std::mutex mutex_;  // over all below
  std::condition_variable changed_;
  std::optional<Question> question_;  // the newest
  bool open_ = false;                 // it waits for an answer
  bool stopping_ = false;
  Reading reading_;
  std::thread worker_;  // started with the first question
};

}  // namespace convlens::lab
