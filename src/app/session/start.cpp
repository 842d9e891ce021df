#include "app/session/start.h"

#include <algorithm>

#include "app/files/file_kind.h"
#include "app/files/user_folders.h"
#include "app/open/open_files.h"
#include "app/session/link.h"
#include "app/session/session_file.h"
#include "lab/document/presets.h"

namespace convlens::app {
namespace fs = std::filesystem;

lab::View first_view(const lab::Document& document) {
  lab::View view;
  // The hint speaks of the vertical line's neighbours.
  view.show_hint = lab::awaits_first_stroke(document);
  // One code for sign everywhere, and no few values that take all the colours.
  view.colormap = Colormap::kSignedLight;
  view.ranges.percentiles = true;
  // What the bench opens with answers how a number comes about before anybody asks.
  const lab::CropSize crop = document.crop_size;
  view.pinned = lab::MapCell{lab::MapId::mine(0, 0), crop.height / 2, crop.width / 2};
  return view;
}

Result<Start> open_session_file(const fs::path& file) {
  TRY_ASSIGN(auto opened, open_session(file, cache_folder()));
  Start start(lab::History(std::move(opened.session.steps), opened.session.position),
              std::move(opened.session.view));
  start.missing = std::move(opened.missing);
  std::error_code unknown;
  const fs::path whole = fs::absolute(file, unknown).lexically_normal();
  start.view->file = {whole.string(), opened.contents == SessionContents::kNamed, false};
  return start;
}

Result<Start> open_start(const std::vector<fs::path>& files) {
  if (files.size() == 1 && is_link(files.front().string())) {
    TRY_ASSIGN(auto bench, read_link(files.front().string(), {}));
    lab::View view = first_view(*bench.document);
    take_looks(bench, view);
    view.show_hint = false;
    Start start(lab::History(*bench.document), std::move(view));
    start.missing = std::move(bench.missing);
    start.linked_lesson = std::move(bench.lesson);
    return start;
  }
  if (files.size() == 1 && is<LessonFile>(kind_of(files.front()))) {
    TRY_ASSIGN(auto document, open_document({}));
    Start start(std::move(document));
    std::error_code unknown;
    const fs::path whole = fs::absolute(files.front(), unknown).lexically_normal();
    start.lesson = lab::LessonPlace{whole.string(), 0, true};
    return start;
  }
  const auto session = std::find_if(files.begin(), files.end(), [](const fs::path& file) {
    return is<SessionFile>(kind_of(file));
  });
  if (session == files.end()) {
    TRY_ASSIGN(auto document, open_document(files));
    return Start(std::move(document));
  }
  if (files.size() > 1) {
    return fail("{}: a session is opened by itself, {} files were given", session->string(),
                files.size());
  }
  return open_session_file(*session);
}

}  // namespace convlens::app
