#include "app/session/autosave.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/session/tidy_states.h"
#include "core/thread_priority.h"
#include "lab/session/view_json.h"

namespace convlens::app {

namespace fs = std::filesystem;

std::optional<Start> Autosave::bring_back(std::vector<Phrase>& said) {
  for (const fs::path& folder : StateJournal::all(states_)) {
    Phrase trouble;
    journal_ = StateJournal::take(folder, trouble);
    if (!trouble.empty()) said.push_back(std::move(trouble));
    if (!journal_) continue;
    came_from_crash_ = journal_->was_cut_off();
    const lab::Session& session = journal_->session();
    Start start(lab::History(session.steps, session.position), session.view);
    start.missing = journal_->missing();
    return start;
  }
  return std::nullopt;
}

void Autosave::begin(const lab::Lab& lab) {
  restorals_ = lab.restorals();
  take(lab);
  thread_ = std::thread([this] { work(); });
}

Autosave::~Autosave() {
  join();
  if (journal_) journal_->close();
}

void Autosave::join() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool Autosave::has_stepped(const lab::Lab& lab) const {
  return changes_ != lab.history().changes() || restorals_ != lab.restorals();
}

bool Autosave::has_another_view(const lab::Lab& lab) const {
  return lab::json_of(lab.view()).dump() != view_;
}

void Autosave::take(const lab::Lab& lab) {
  changes_ = lab.history().changes();
  view_ = lab::json_of(lab.view()).dump();
  const bool another = lab.restorals() != std::exchange(restorals_, lab.restorals());
  if (another) watch_ = {};
  Job job{another, watch_.change(lab.history()), lab.view()};
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void Autosave::say_how_it_goes(lab::Lab& lab) {
  std::optional<Phrase> failure;
  bool all = false;
  std::vector<Phrase> said;
  {
    const std::lock_guard lock(mutex_);
    said = std::exchange(said_, {});
    failure = failure_;
    all = std::exchange(wants_all_, false);
  }
  if (failure && !failed_) lab.report(phrase("the session cannot be kept: {}", *failure));
  if (!failure && failed_) lab.note(phrase("the session is kept again"));
  failed_ = failure.has_value();
  for (Phrase& one : said) lab.note(std::move(one));
  if (!all) return;
  watch_ = {};
  take(lab);
}

void Autosave::follow(lab::Lab& lab, double now_s) {
  say_how_it_goes(lab);
  const bool stepped = has_stepped(lab);
  if (!stepped && now_s - view_taken_s_ < kViewEvery_s) return;
  view_taken_s_ = now_s;
  if (stepped || has_another_view(lab)) take(lab);
}

Status Autosave::end(const lab::Lab& lab) {
  if (has_stepped(lab) || has_another_view(lab)) take(lab);
  join();
  if (!failure_ && !wants_all_) return {};
  // Nobody asks the lab again for what the thread lacks.
  watch_ = {};
  return keep({false, watch_.change(lab.history()), lab.view()});
}

bool Autosave::is_kept() {
  const std::lock_guard lock(mutex_);
  return jobs_.empty() && !busy_ && !failure_;
}

Status Autosave::keep(const Job& job) {
  if (job.another_state || !journal_) {
    if (journal_) journal_->close();
    journal_.reset();
    TRY_ASSIGN(auto begun, StateJournal::begin(states_));
    journal_.emplace(std::move(begun));
    // What came before this job is known to the main thread alone.
    const bool whole = job.change.kept == 0 && !job.change.added.empty();
    if (!whole) {
      const std::lock_guard lock(mutex_);
      wants_all_ = true;
      return {};
    }
  }
  return journal_->add(job.change, job.view);
}

void Autosave::work() {
  // Soon, and then less and less often.
  constexpr std::chrono::milliseconds kFirstRetry(250);
  constexpr std::chrono::milliseconds kLastRetry(2000);
  std::chrono::milliseconds retry_after = kFirstRetry;
  bool tidied = false;
  come_after_others();  // a step is on the disk within its second all the same
  std::unique_lock lock(mutex_);
  while (true) {
    const auto asked = [this] { return !jobs_.empty() || ends_; };
    if (failure_) {
      wake_.wait_for(lock, retry_after, asked);
      retry_after = std::min(2 * retry_after, kLastRetry);
    } else {
      retry_after = kFirstRetry;
      wake_.wait(lock, asked);
    }
    if (jobs_.empty() && ends_) break;
    std::vector<Job> jobs = std::exchange(jobs_, {});
    busy_ = true;
    lock.unlock();
    Status kept;
    for (const Job& job : jobs) kept = keep(job);
    if (jobs.empty()) kept = journal_ ? journal_->retry() : keep({});
    std::vector<Phrase> said = journal_ ? journal_->take_said() : std::vector<Phrase>();
    lock.lock();
    std::move(said.begin(), said.end(), std::back_inserter(said_));
    busy_ = false;
    failure_ = kept ? std::nullopt : std::optional(kept.error().phrase);
    if (!failure_ && !std::exchange(tidied, true)) {
      lock.unlock();
      tidy_states(folder_);  // once what this window shows is kept, and nobody waits
      lock.lock();
    }
  }
}

}  // namespace convlens::app
