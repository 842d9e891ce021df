#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "lab/film.h"

namespace convlens::app {

// Where the frames of one film come from. What takes longer than a frame of the window is done
// beside it.
class Reel {
 public:
  explicit Reel(std::shared_ptr<const lab::Picture> of) : of_(std::move(of)) {}
  Reel(const Reel&) = delete;
  Reel& operator=(const Reel&) = delete;
  virtual ~Reel() = default;

  const std::shared_ptr<const lab::Picture>& of() const { return of_; }
  // So many seconds of the window's clock later: whether the film shows another frame.
  virtual bool follow(lab::Film& film, double passed_s) = 0;
  // In how many seconds the film is to be followed though nothing wakes the window.
  virtual std::optional<double> next_in_s(const lab::Film& film) const = 0;
  // The film is shown no more: it can go once gone() says so, which is asked now and then.
  virtual void leave() = 0;
  virtual bool gone() = 0;

 private:
  std::shared_ptr<const lab::Picture> of_;
};

}  // namespace convlens::app
