// Whatever a hand does to films, in whatever order and however fast: what is shown is a frame of
// the film that the picture is, the one that its bar names; and in the end, when nothing runs any
// more, the one that was asked for last.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "app/films/open_film.h"
#include "app/moving/film_desk.h"
#include "app/open/open_files.h"
#include "core/temporary_folder.h"
#include "lab/command/picture_commands.h"
#include "lab/film.h"
#include "media/picture_file.h"
#include "media/recording/recording.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr int kQuickEvents = 600;
constexpr int kFrames = 24;
constexpr int kHeight = 90;
constexpr int kWidth = 160;

int setting(const char* name, int usual) {
  const char* text = std::getenv(name);
  return text == nullptr ? usual : std::atoi(text);
}

// Its grey says which frame of which film it is; a video's may be a little off.
Image frame_of(int film, int number) {
  const auto grey = static_cast<std::uint8_t>(20 + 8 * number + 2 * film);
  return {kHeight, kWidth, std::vector<std::uint8_t>(kHeight * kWidth * 3, grey)};
}

class FilmWalk : public ::testing::Test {
 protected:
  void SetUp() override {
    const fs::path folder = files_.path() / "numbered";
    fs::create_directories(folder);
    for (int i = 0; i < kFrames; ++i) {
      ASSERT_TRUE(media::write_png(folder / (std::to_string(i) + ".png"), frame_of(0, i)));
    }
    open(folder);
    record("film.gif", 1);
    record("film.mp4", 2);
    add(0, 1);
    add(1, 2);
  }

  void record(const char* name, int film) {
    const fs::path file = files_.path() / name;
    auto recording = media::Recording::begin(file, {kHeight, kWidth, 20});
    ASSERT_TRUE(recording) << recording.error().message;
    for (int i = 0; i < kFrames; ++i) ASSERT_TRUE(recording->add(frame_of(film, i), 1));
    ASSERT_TRUE(recording->finish());
    open(file);
  }
  void open(const fs::path& file) {
    auto film = open_film(file);
    ASSERT_TRUE(film) << film.error().message;
    films_.push_back(*std::move(film));
  }
  void add(std::size_t source, std::size_t film) {
    ASSERT_TRUE(lab_.commit(lab::SetPictures{source, {films_[film]}}));
  }

  std::size_t below(std::size_t end) { return random_() % end; }
  lab::Film* any_film() {
    std::vector<lab::Film>& films = lab_.films();
    return films.empty() ? nullptr : &films[below(films.size())];
  }

  void act() {
    lab::Film* film = any_film();
    switch (below(12)) {
      case 0:
      case 1:
        return add(below(lab_.document().sources.size()), below(films_.size()));
      case 2:
        return lab_.undo();
      case 3:
        return lab_.redo();
      case 4:
      case 5:
        if (film != nullptr) lab::go_to_frame(*film, static_cast<std::int64_t>(below(kFrames)));
        return;
      case 6:
        if (film != nullptr) lab::step_frames(*film, static_cast<int>(below(5)) - 2);
        return;
      case 7:
        if (film != nullptr) film->speed = 0.5 * static_cast<double>(1 + below(8));
        return;
      case 8:
        if (film != nullptr) film->loops = !film->loops;
        return;
      default:
        if (film != nullptr) lab::set_running(*film, !film->runs);
    }
  }
  void follow() {
    ui::FrameRequests frames;
    const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
    desk_.follow(lab_, now.count(), frames);
  }

  // Which film it is of, by its place in films_.
  int place_of(const lab::Film& film) const {
    for (std::size_t i = 0; i < films_.size(); ++i) {
      if (films_[i] == film.picture) return static_cast<int>(i);
    }
    return -1;
  }
  void check_film(const lab::Film& film) {
    EXPECT_TRUE(film.failed.empty()) << film.failed.english();
    EXPECT_TRUE(!film.is_open() || film.count() == kFrames);
    const lab::Picture& shown = film.shown ? *film.shown : *film.picture;
    const int want = frame_of(place_of(film), static_cast<int>(film.frame)).rgb.front();
    ASSERT_NEAR(shown.image.rgb.front(), want, 2) << film.picture->name << " #" << film.frame;
  }
  // What stands on the bench is what the films show.
  void check() {
    for (const lab::Film& film : lab_.films()) check_film(film);
    for (std::size_t s = 0; s < lab_.document().sources.size(); ++s) {
      const lab::Film* film = lab_.film(s);
      if (film == nullptr || !film->shown) continue;
      EXPECT_EQ(lab_.document().sources[s].picture, film->shown);
    }
  }

  void settle() {
    for (lab::Film& film : lab_.films()) lab::set_running(film, false);
    const auto is_there = [](const lab::Film& film) {
      return film.is_open() && film.frame == film.wanted;
    };
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < until) {
      follow();
      if (std::all_of(lab_.films().begin(), lab_.films().end(), is_there)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ADD_FAILURE() << "the frames that were asked for did not come";
  }

  const TemporaryFolder files_;
  std::mt19937 random_{static_cast<unsigned>(setting("CONVLENS_WALK_SEED", 1))};
  std::vector<std::shared_ptr<const lab::Picture>> films_;
  lab::Lab lab_{open_document({}).value()};
  FilmDesk desk_{WorkMode::kInBackground};
};

TEST_F(FilmWalk, EveryFrameIsTheOneThatIsNamed) {
  const int events = setting("CONVLENS_WALK_EVENTS", kQuickEvents);
  for (int event = 0; event < events && !HasFailure(); ++event) {
    act();
    for (std::size_t i = 0; i < 1 + below(3); ++i) {
      follow();
      check();
      std::this_thread::sleep_for(std::chrono::microseconds(below(4000)));
    }
    if (event % 200 == 199) settle();
  }
  settle();
  check();
}

}  // namespace
}  // namespace convlens::app
