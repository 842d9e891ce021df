#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/lessons/answer_log.h"
#include "core/long_work.h"
#include "core/result.h"
#include "lab/lab.h"
#include "ui/kit/frames.h"
#include "ui/kit/host.h"

namespace convlens::app {

// Reads lessons beside the frames, and keeps the one that somebody is in as its file says it.
class LessonDesk final : public ui::Lessons {
 public:
  explicit LessonDesk(WorkMode mode) : work_(mode), keeping_(mode) {}
  // Waits for what is being written.
  ~LessonDesk() override;
  LessonDesk(const LessonDesk&) = delete;
  LessonDesk& operator=(const LessonDesk&) = delete;
  // See LongWork.
  void on_answer(std::function<void()> wake) { work_.on_answer(std::move(wake)); }
  // What is answered goes into that table, which is written beside the frames; into none where this
  // is not called.
  void keep_answers(std::filesystem::path file) { answers_ = std::move(file); }

  std::span<const ui::LessonTitle> titles(lab::Language language) override;
  lab::LessonRun& run() override { return run_; }

  // At the beginning of a frame, whose clock says `now_s`: follows the view's `lesson`, takes what
  // was read, looks whether a goal is reached and whether the file has changed.
  void follow(lab::Lab& lab, double now_s, ui::FrameRequests& frames);

 private:
  using Opened = Result<std::shared_ptr<const lab::Lesson>>;
  // Why a lesson is read.
  enum class Why { kBegin, kResume, kChanged };
  struct Unkept {
    std::shared_ptr<const lab::Lesson> lesson;
    std::vector<lab::LessonEvent> events;
  };

  void read(std::string file, std::size_t step, Why why);
  void take(lab::Lab& lab);
  Status begin(lab::Lab& lab, std::shared_ptr<const lab::Lesson> lesson);
  void settle(lab::Lab& lab);
  void ask_for(lab::Lab& lab, lab::LessonPlace& place);
  void watch();
  void keep(lab::Lab& lab);
  static Status write(const std::filesystem::path& file, const std::vector<Unkept>& unkept);

  lab::LessonRun run_;
  double now_s_ = 0.0;
  std::optional<lab::Language> titled_;
  std::vector<ui::LessonTitle> titles_;
  std::string file_;  // of the lesson that runs
  std::filesystem::file_time_type written_;
  // What is being read, or was read last.
  struct Asked {
    std::string file;
    std::size_t step = 0;
    Why why = Why::kBegin;
    std::filesystem::file_time_type written;
  };
  Asked asked_;
  double watched_s_ = 0.0;
  std::uint64_t restorals_ = 0;
  LongWork<Opened> work_;
  std::optional<std::filesystem::path> answers_;
  std::vector<Unkept> unkept_;
  bool keeping_failed_ = false;  // said once
  LongWork<Status> keeping_;
};

}  // namespace convlens::app
