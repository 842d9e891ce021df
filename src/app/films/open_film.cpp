#include "app/films/open_film.h"

#include <algorithm>
#include <string>
#include <utility>

#include "app/files/file_kind.h"
#include "app/files/origin.h"
#include "app/files/verbose.h"
#include "lab/film.h"
#include "media/moving/picture_series.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostTried = 100;  // frames, for one that can be read

std::shared_ptr<const lab::Picture> picture_of(std::string name, Image image,
                                               std::vector<Phrase> conversions,
                                               lab::Origin origin) {
  Image overview = lab::overview_of(image);
  return std::make_shared<const lab::Picture>(lab::Picture{std::move(name),
                                                           std::move(image),
                                                           std::move(conversions),
                                                           std::move(origin),
                                                           {},
                                                           std::move(overview)});
}

}  // namespace

bool moves(const fs::path& path) {
  return is<MovingFile>(kind_of(path)) || media::is_picture_series(path);
}

Result<std::shared_ptr<const lab::Picture>> open_film(const fs::path& path) {
  const std::atomic<bool> dropped{false};
  TRY_ASSIGN(const auto moving, media::open_moving(path, dropped));
  const media::MovingFacts& facts = moving->facts();
  say_conversions(path, facts.conversions);
  auto first = moving->frame(0, dropped);
  for (std::int64_t i = 1; !first && i < std::min(moving->count(), kMostTried); ++i) {
    if (auto next = moving->frame(i, dropped)) first = std::move(next);
  }
  if (!first) return fail(std::move(first.error()));
  const auto still = picture_of(facts.name, *std::move(first), facts.conversions, origin_of(path));
  if (moving->count() == 1) return still;
  lab::Picture film = *still;
  film.moving = true;
  return std::make_shared<const lab::Picture>(std::move(film));
}

Result<std::shared_ptr<const lab::Picture>> frame_picture(const lab::Picture& film,
                                                          media::MovingPicture& moving,
                                                          std::int64_t number,
                                                          const std::atomic<bool>& dropped) {
  TRY_ASSIGN(auto image, moving.frame(number, dropped));
  lab::Origin origin = film.origin;
  origin.member = std::to_string(number);
  return picture_of(lab::frame_name(film.name, number), std::move(image), film.conversions,
                    std::move(origin));
}

}  // namespace convlens::app
