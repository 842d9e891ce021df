// What the desk does with pictures of the lab and of its window.
#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "app/figures/figure_drawing.h"
#include "app/figures/saved_pictures.h"
#include "app/figures/taken_figure.h"
#include "app/gui/file_desk.h"
#include "app/open/array_sources.h"
#include "media/picture_file.h"
#include "ui/kit/widgets.h"

namespace convlens::app {

namespace {
namespace fs = std::filesystem;
}  // namespace

Status FileDesk::open_pictures(lab::Lab& lab, const fs::path& file, bool in_place) {
  return start(Asker::kDialog, lab, file.filename().string(),
               [in_place, file](WorkControl&) -> Result<Change> {
                 TRY_ASSIGN(auto sources, open_sources(file));
                 return [in_place, sources = std::move(sources)](lab::Lab& shown) -> Status {
                   const std::size_t end = shown.document().sources.size();
                   const std::size_t place = in_place ? shown.view().source : end;
                   TRY(shown.commit(lab::SetPictures{place, sources}));
                   shown.view().source = std::min(place, shown.document().sources.size() - 1);
                   return {};
                 };
               });
}

Status FileDesk::save_picture(lab::Lab& lab, const fs::path& path) {
  const lab::View& view = lab.view();
  if (const auto* panel = std::get_if<lab::PanelPicture>(&view.to_save)) {
    TRY_ASSIGN(const auto file, png_name(path));
    lab.view().frame_picture = lab::FramePicture{*panel, view.pictures.scale, false, file.string()};
    return {};
  }
  TRY_ASSIGN(const auto written, app::save_picture(lab, view.to_save, view.pictures, path));
  ui::say(lab, phrase("saved: {}", written.string()));
  return {};
}

void FileDesk::take_picture(lab::Lab& lab, const lab::FramePicture& wanted, Image picture) {
  const fs::path path = wanted.file.empty() ? new_picture_name(".png") : fs::path(wanted.file);
  const Status started =
      wanted.to_clipboard
          ? copy(lab, [picture = std::move(picture)] { return picture; })
          : start(Asker::kLab, lab, path.filename().string(),
                  [path, picture = std::move(picture)](WorkControl&) -> Result<Change> {
                    TRY(media::write_png(path, picture));
                    return [path](lab::Lab& shown) {
                      ui::say(shown, phrase("saved: {}", path.string()));
                      return Status();
                    };
                  });
  if (!started) lab.report(started.error());
}

Status FileDesk::copy_picture(lab::Lab& lab, const lab::PictureOf& what) {
  if (const auto* panel = std::get_if<lab::PanelPicture>(&what)) {
    lab.view().frame_picture = lab::FramePicture{*panel, lab.view().pictures.scale, true, {}};
    return {};
  }
  TRY_ASSIGN(auto figure, taken_figure(lab, what, lab.view().pictures));
  return copy(lab, [figure = std::move(figure)] { return drawn(figure); });
}

Status FileDesk::copy(lab::Lab& lab, std::function<Result<Image>()> picture) {
  if (!copy_) return fail("there is no desktop here whose clipboard could take a picture");
  return start(Asker::kLab, lab, "copied picture",
               [put = copy_, picture = std::move(picture)](WorkControl&) -> Result<Change> {
                 TRY_ASSIGN(const auto image, picture());
                 TRY_ASSIGN(const auto png, media::png_bytes(image, "copied picture"));
                 TRY(put(png));
                 return [width = image.width, height = image.height](lab::Lab& shown) {
                   ui::say(shown, phrase("copied a picture of {}x{} pixels", width, height));
                   return Status();
                 };
               });
}

}  // namespace convlens::app
