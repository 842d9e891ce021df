#include "lab/film.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "lab/lab.h"

namespace convlens::lab {
namespace {

std::shared_ptr<const Picture> grey(const std::string& name, int value, bool moving = false) {
  Image image{80, 130, std::vector<std::uint8_t>(80 * 130 * 3, static_cast<std::uint8_t>(value))};
  return std::make_shared<const Picture>(Picture{name, std::move(image), {}, {}, {}, {}, moving});
}

// Four frames of 0.1 s, but the second of 0.3.
Film open_film(std::shared_ptr<const Picture> picture = nullptr) {
  Film film;
  film.picture = std::move(picture);
  film.starts_s = {0.0, 0.1, 0.4, 0.5};
  film.end_s = 0.6;
  return film;
}

TEST(FilmTest, RunsByItsFramesOwnTimes) {
  Film film = open_film();
  advance(film, 1.0);
  EXPECT_EQ(film.wanted, 0);  // it stands
  EXPECT_FALSE(next_frame_in_s(film));
  set_running(film, true);
  advance(film, 0.15);
  EXPECT_EQ(film.wanted, 1);
  EXPECT_NEAR(*next_frame_in_s(film), 0.25, 1e-9);
  advance(film, 0.2);
  EXPECT_EQ(film.wanted, 1);
  film.speed = 2.0;
  EXPECT_NEAR(*next_frame_in_s(film), 0.025, 1e-9);
  advance(film, 0.1);
  EXPECT_EQ(film.wanted, 3);
  advance(film, 0.05);
  EXPECT_EQ(film.wanted, 0);  // anew
  EXPECT_TRUE(film.runs);
}

TEST(FilmTest, StopsAtItsEndAndBeginsAnewFromThere) {
  Film film = open_film();
  film.loops = false;
  set_running(film, true);
  advance(film, 5.0);
  EXPECT_EQ(film.wanted, 3);
  EXPECT_FALSE(film.runs);
  set_running(film, true);
  EXPECT_EQ(film.wanted, 0);
}

TEST(FilmTest, SeekingStaysWithinIt) {
  Film film = open_film();
  go_to_frame(film, 99);
  EXPECT_EQ(film.wanted, 3);
  go_to_frame(film, -1);
  EXPECT_EQ(film.wanted, 0);
  go_to_frame(film, 2);
  EXPECT_DOUBLE_EQ(film.time_s, 0.4);
}

TEST(FilmTest, WhatIsPassedOverIsCounted) {
  Film film = open_film();
  set_running(film, true);
  show(film, 1, grey("#1", 1));
  EXPECT_EQ(film.left_out, 0u);
  show(film, 3, grey("#3", 3));
  EXPECT_EQ(film.left_out, 1u);
  show(film, 0, grey("#0", 0));
  EXPECT_EQ(film.left_out, 1u);
  show(film, 2, grey("#2", 2));
  EXPECT_EQ(film.left_out, 2u);
  set_running(film, false);
  show(film, 0, grey("#0", 0));
  EXPECT_EQ(film.left_out, 2u);
}

TEST(FilmTest, FramesStandOutsideTheHistory) {
  const auto moving = grey("clip.mp4", 10, true);
  Lab lab(notebook_document({moving, grey("still.png", 20)}));
  ASSERT_EQ(lab.films().size(), 1u);
  ASSERT_NE(lab.film(0), nullptr);
  EXPECT_EQ(lab.film(1), nullptr);
  const float before = lab.map(MapId::mine(0, 0))->values.data()[40 * 120 + 60];
  const float beside = lab.map(MapId::mine(1, 0))->values.data()[40 * 120 + 60];
  const std::uint64_t computed = lab.pipeline().maps_computed();
  show(*lab.film(0), 1, grey("clip.mp4 #1", 30));
  lab.follow_films();
  EXPECT_EQ(lab.document().sources[0].picture->name, "clip.mp4 #1");
  EXPECT_EQ(lab.history().current().sources[0].picture, moving);
  EXPECT_EQ(lab.history().size(), 1u);
  EXPECT_NEAR(lab.map(MapId::mine(0, 0))->values.data()[40 * 120 + 60], 3 * before, 1e-4);
  EXPECT_EQ(lab.map(MapId::mine(1, 0))->values.data()[40 * 120 + 60], beside);
  EXPECT_EQ(lab.pipeline().maps_computed(), computed + 2);  // the film's, through both filters
}

TEST(FilmTest, GesturesAndStepsKeepTheFrame) {
  const auto moving = grey("clip.mp4", 10, true);
  Lab lab(notebook_document({moving}));
  show(*lab.film(0), 1, grey("clip.mp4 #1", 30));
  lab.follow_films();
  ASSERT_TRUE(lab.preview(MoveCrop{0, {1, 2}}));
  EXPECT_EQ(lab.document().sources[0].picture->name, "clip.mp4 #1");
  ASSERT_TRUE(lab.commit(MoveCrop{0, {1, 2}}));
  EXPECT_EQ(lab.document().sources[0].picture->name, "clip.mp4 #1");
  EXPECT_EQ(lab.history().current().sources[0].picture, moving);
  ASSERT_TRUE(lab.commit(SetPictures{0, {grey("other.png", 50)}}));
  EXPECT_TRUE(lab.films().empty());
  EXPECT_EQ(lab.document().sources[0].picture->name, "other.png");
  lab.undo();
  EXPECT_EQ(lab.films().size(), 1u);  // from its beginning
  EXPECT_EQ(lab.document().sources[0].picture, moving);
}

}  // namespace
}  // namespace convlens::lab
