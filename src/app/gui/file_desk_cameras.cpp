// What the desk does with cameras.
#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "app/films/open_camera.h"
#include "app/gui/file_desk.h"
#include "media/camera/cameras.h"

namespace convlens::app {
namespace {

// Looking wakes each of them, which takes a while.
constexpr std::chrono::seconds kBetweenLooks{3};

}  // namespace

std::vector<ui::CameraEntry> FileDesk::cameras() {
  const auto now = std::chrono::steady_clock::now();
  if (looked_ && now - *looked_ < kBetweenLooks) return cameras_;
  looked_ = now;
  cameras_.clear();
  for (const media::CameraName& camera : media::cameras()) {
    cameras_.push_back({camera.name, camera.device});
  }
  return cameras_;
}

Status FileDesk::open_camera(lab::Lab& lab, const std::string& camera, std::size_t source) {
  return start(Asker::kLab, lab, camera, [camera, source](WorkControl&) -> Result<Change> {
    auto picture = app::open_camera(camera);
    if (!picture) return fail(std::move(picture.error()));
    return [picture = *std::move(picture), source](lab::Lab& shown) -> Status {
      shown.dismiss_error();
      const std::size_t place = std::min(source, shown.document().sources.size());
      TRY(shown.commit(lab::SetPictures{place, {picture}}));
      shown.view().source = place;
      lab::run_camera(shown.film(place));
      return {};
    };
  });
}

}  // namespace convlens::app
