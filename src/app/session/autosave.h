#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/session/start.h"
#include "app/session/state_journal.h"
#include "core/result.h"
#include "lab/lab.h"

namespace convlens::app {

// Keeps a lab as it is, on a thread of its own: each step is on the disk within a moment, without a
// frame waiting for it. Another session in the lab is another state: the one before stays.
class Autosave {
 public:
  // `folder`: state_folder().
  explicit Autosave(std::filesystem::path folder)
      : folder_(std::move(folder)), states_(folder_ / "states") {}
  // Waits until all that was taken is kept.
  ~Autosave();
  Autosave(const Autosave&) = delete;
  Autosave& operator=(const Autosave&) = delete;

  // The state that was left last and that no other window has, to go on in it; nothing where there
  // is none. Before begin(). `said`: what went wrong on the way.
  std::optional<Start> bring_back(std::vector<Phrase>& said);
  // Whether what was brought back had ended without a word.
  bool came_from_crash() const { return came_from_crash_; }

  // From here on the lab is followed.
  void begin(const lab::Lab& lab);
  // Takes what changed, and says in the lab's log what could not be kept, and when it could again.
  void follow(lab::Lab& lab, double now_s);
  // Takes what came since, waits until all is kept, and tries once more where it could not be: the
  // lab is not followed any further.
  Status end(const lab::Lab& lab);
  // Whether all that was taken is on the disk.
  bool is_kept();

 private:
  struct Job {
    bool another_state = false;
    lab::HistoryChange change;
    lab::View view;
  };

  bool has_stepped(const lab::Lab& lab) const;
  bool has_another_view(const lab::Lab& lab) const;
  void take(const lab::Lab& lab);
  void join();
  void say_how_it_goes(lab::Lab& lab);
  void work();
  // On the working thread, of the jobs so far.
  Status keep(const Job& job);

  static constexpr double kViewEvery_s = 0.3;

  std::filesystem::path folder_;
  std::filesystem::path states_;
  std::optional<StateJournal> journal_;  // the working thread's, once it runs
  bool came_from_crash_ = false;

  // The main thread's.
  lab::HistoryWatch watch_;
  std::uint64_t changes_ = 0;
  std::uint64_t restorals_ = 0;
  std::string view_;
  double view_taken_s_ = 0.0;
  bool failed_ = false;

  // Shared.
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Job> jobs_;
  bool busy_ = false;
  bool ends_ = false;
  bool wants_all_ = false;         // of the lab, not only what changed
  std::optional<Phrase> failure_;  // why the last job could not be kept
  std::vector<Phrase> said_;       // of what is kept by its name alone

  std::thread thread_;
};

}  // namespace convlens::app
