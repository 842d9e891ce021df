#include "app/lessons/lesson_desk.h"

#include <system_error>
#include <utility>

#include "app/lessons/lesson_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr double kWatch_s = 1.0;

fs::file_time_type written(const std::string& file) {
  std::error_code unknown;
  const auto time = fs::last_write_time(fs::u8path(file), unknown);
  return unknown ? fs::file_time_type() : time;
}

}  // namespace

std::span<const ui::LessonTitle> LessonDesk::titles(lab::Language language) {
  if (titled_ == language) return titles_;
  titled_ = language;
  titles_.clear();
  for (const LessonEntry& entry : bundled_lessons(language)) {
    titles_.push_back({entry.title, entry.file.string(), entry.number});
  }
  return titles_;
}

void LessonDesk::read(std::string file, std::size_t step, Why why) {
  asked_ = {std::move(file), step, why, {}};
  asked_.written = written(asked_.file);
  work_.ask([file = asked_.file](WorkControl& control) -> Opened {
    return open_lesson(fs::u8path(file), &control.dropped());
  });
}

Status LessonDesk::begin(lab::Lab& lab, std::shared_ptr<const lab::Lesson> lesson) {
  if (asked_.why != Why::kBegin) {
    run_.resume(lab, std::move(lesson), asked_.step, now_s_);
  } else {
    TRY(run_.begin(lab, std::move(lesson), asked_.step, now_s_));
  }
  file_ = asked_.file;
  return {};
}

void LessonDesk::take(lab::Lab& lab) {
  auto opened = work_.take();
  if (!opened) return;
  Status begun;
  if (*opened) {
    begun = begin(lab, std::move(**opened));
  } else {
    begun = fail(opened->error());
  }
  // The same fault is said once.
  if (begun || asked_.why == Why::kChanged) written_ = asked_.written;
  // What was wrong with the file is mended.
  if (begun && asked_.why == Why::kChanged) lab.dismiss_error();
  if (!begun) lab.report(begun.error());
  settle(lab);
}

// The view says where somebody is.
void LessonDesk::settle(lab::Lab& lab) {
  auto& place = lab.view().lesson;
  if (run_.runs()) {
    place = lab::LessonPlace{file_, run_.place(), false};
  } else {
    place.reset();
  }
}

void LessonDesk::ask_for(lab::Lab& lab, lab::LessonPlace& place) {
  const bool same = run_.runs() && place.file == file_;
  if (!std::exchange(place.begins, false)) {
    if (!same && !work_.busy()) read(place.file, place.step, Why::kResume);
    return;
  }
  if (!same) return read(place.file, place.step, Why::kBegin);
  const Status turned = run_.go_to(lab, place.step, now_s_);
  if (!turned) lab.report(turned.error());
  settle(lab);
}

void LessonDesk::watch() {
  if (now_s_ - watched_s_ < kWatch_s || work_.busy()) return;
  watched_s_ = now_s_;
  if (written(file_) != written_) read(file_, run_.place(), Why::kChanged);
}

Status LessonDesk::write(const fs::path& file, const std::vector<Unkept>& unkept) {
  for (const Unkept& one : unkept) TRY(add_answers(file, *one.lesson, one.events));
  return {};
}

// One piece of the table at a time.
void LessonDesk::keep(lab::Lab& lab) {
  if (run_.runs()) {
    auto events = run_.take_events();
    if (answers_ && !events.empty()) unkept_.push_back({run_.shared_lesson(), std::move(events)});
  }
  if (const auto kept = keeping_.take(); kept && !*kept && !keeping_failed_) {
    keeping_failed_ = true;
    lab.report(phrase("the answers cannot be kept: {}", kept->error().phrase));
  }
  if (unkept_.empty() || keeping_.busy()) return;
  keeping_.ask([file = *answers_, unkept = std::exchange(unkept_, {})](WorkControl&) {
    return write(file, unkept);
  });
}

LessonDesk::~LessonDesk() {
  if (keeping_.busy()) keeping_.wait();
  auto events = run_.take_events();  // of the last frame
  if (!events.empty()) unkept_.push_back({run_.shared_lesson(), std::move(events)});
  if (answers_) static_cast<void>(write(*answers_, unkept_));
}

void LessonDesk::follow(lab::Lab& lab, double now_s, ui::FrameRequests& frames) {
  now_s_ = now_s;
  keep(lab);
  // A lab that was brought back says which lesson it was in.
  const std::uint64_t restorals = std::exchange(restorals_, lab.restorals());
  if (restorals != restorals_) run_.leave();
  if (!lab.view().lesson) {
    work_.cancel();
    run_.leave();
    return;
  }
  ask_for(lab, *lab.view().lesson);
  take(lab);
  if (!run_.runs()) return;
  run_.follow(lab, now_s);
  if (work_.mode() == WorkMode::kAtOnce) return;
  watch();
  frames.request_frame(kWatch_s);
  if (const auto hint_s = run_.next_hint_in_s()) frames.request_frame(*hint_s);
}

}  // namespace convlens::app
