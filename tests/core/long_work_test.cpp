// Work beside the frames: the newest question wins, and nobody waits who does not want to.
#include "core/long_work.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace convlens {
namespace {

using Clock = std::chrono::steady_clock;

// Goes on until it is dropped, or released.
class Slow {
 public:
  int operator()(WorkControl& control) {
    begun = true;
    while (!control.dropped() && !released) std::this_thread::yield();
    return control.dropped() ? -1 : 1;
  }
  void wait_for_begin() const {
    while (!begun) std::this_thread::yield();
  }

  std::atomic<bool> begun{false};
  std::atomic<bool> released{false};
};

TEST(LongWork, GoesOnWhileNobodyWaits) {
  Slow slow;
  LongWork<int> work(WorkMode::kInBackground);
  EXPECT_FALSE(work.busy());
  work.ask(std::ref(slow));
  slow.wait_for_begin();
  EXPECT_TRUE(work.busy());
  EXPECT_FALSE(work.take().has_value());
  slow.released = true;
  work.wait();
  EXPECT_TRUE(work.busy()) << "until the answer is taken";
  EXPECT_EQ(work.take(), 1);
  EXPECT_FALSE(work.busy());
  EXPECT_FALSE(work.take().has_value()) << "an answer is given once";
}

TEST(LongWork, TheNewestQuestionWins) {
  Slow first;
  LongWork<int> work(WorkMode::kInBackground);
  work.ask(std::ref(first));
  first.wait_for_begin();
  int skipped = 0;
  work.ask([&skipped](WorkControl&) { return ++skipped; });
  work.ask([](WorkControl&) { return 3; });
  work.wait();
  EXPECT_EQ(work.take(), 3);
  EXPECT_LE(skipped, 1);
  EXPECT_FALSE(work.take().has_value());
}

TEST(LongWork, AnAnswerThatIsNotTakenIsForgottenForANewerQuestion) {
  Slow slow;
  LongWork<int> work(WorkMode::kInBackground);
  work.ask([](WorkControl&) { return 1; });
  work.wait();
  work.ask(std::ref(slow));
  EXPECT_FALSE(work.take().has_value());
  slow.released = true;
  work.wait();
  EXPECT_EQ(work.take(), 1);
}

TEST(LongWork, WhatIsCancelledHasNoAnswer) {
  Slow slow;
  LongWork<int> work(WorkMode::kInBackground);
  work.ask(std::ref(slow));
  slow.wait_for_begin();
  work.cancel();
  EXPECT_FALSE(work.busy());
  work.wait();
  EXPECT_FALSE(work.take().has_value());
  work.ask([](WorkControl&) { return 2; });
  work.wait();
  EXPECT_EQ(work.take(), 2);
}

TEST(LongWork, EndsWhileItWorks) {
  Slow slow;
  auto work = std::make_unique<LongWork<int>>(WorkMode::kInBackground);
  work->ask(std::ref(slow));
  slow.wait_for_begin();
  const auto start = Clock::now();
  work.reset();
  EXPECT_LT(Clock::now() - start, std::chrono::seconds(5));
}

TEST(LongWork, OneThatWasNeverAskedEndsToo) {
  LongWork<int> work(WorkMode::kInBackground);
  work.cancel();
  work.wait();
  EXPECT_FALSE(work.take().has_value());
  EXPECT_EQ(work.progress(), 1.0);
}

TEST(LongWork, AnAnswerWakesWhoeverWaitsAndADroppedOneDoesNot) {
  std::atomic<int> woken{0};
  Slow slow;
  {
    LongWork<int> work(WorkMode::kInBackground);
    work.on_answer([&woken] { ++woken; });
    work.ask(std::ref(slow));
    slow.wait_for_begin();
    work.ask([](WorkControl&) { return 2; });
    work.wait();
    EXPECT_EQ(work.take(), 2);
  }
  EXPECT_EQ(woken, 1);
}

TEST(LongWork, TellsItsProgress) {
  Slow slow;
  LongWork<int> work(WorkMode::kInBackground);
  work.ask([&slow](WorkControl& control) {
    control.progress(0.25);
    return slow(control);
  });
  slow.wait_for_begin();
  EXPECT_EQ(work.progress(), 0.25);
  slow.released = true;
  work.wait();
  EXPECT_TRUE(work.take().has_value());
  EXPECT_EQ(work.progress(), 1.0);
}

TEST(LongWork, AtOnceItIsDoneByWhoeverTakesTheAnswer) {
  std::thread::id where;
  int asked = 0;
  LongWork<int> work(WorkMode::kAtOnce);
  work.ask([&asked](WorkControl&) { return ++asked; });
  work.ask([&](WorkControl&) {
    where = std::this_thread::get_id();
    return ++asked;
  });
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(work.take(), 1);
  EXPECT_EQ(where, std::this_thread::get_id());
  work.ask([](WorkControl&) { return 5; });
  work.wait();
  EXPECT_EQ(work.take(), 5);
  EXPECT_FALSE(work.take().has_value());
}

TEST(LongWork, WhatItThrowsReachesWhoeverTakesTheAnswer) {
  for (const WorkMode mode : {WorkMode::kAtOnce, WorkMode::kInBackground}) {
    LongWork<int> work(mode);
    work.ask([](WorkControl&) -> int { throw std::runtime_error("no memory"); });
    work.wait();
    EXPECT_THROW(work.take(), std::runtime_error);
    EXPECT_FALSE(work.busy());
  }
}

}  // namespace
}  // namespace convlens
