#include "app/open/open_files.h"

#include <iterator>
#include <string>
#include <utility>

#include "app/files/origin.h"
#include "app/files/verbose.h"
#include "app/films/open_camera.h"
#include "app/films/open_film.h"
#include "app/open/array_input.h"
#include "app/open/array_sources.h"
#include "app/open/open_network.h"
#include "app/open/opened_files.h"
#include "app/open/test_sets.h"
#include "lab/command/command.h"
#include "media/clipboard_picture.h"
#include "media/photographs.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

// The notebook's bench with what was opened in the place of its own.
Result<lab::Document> document_of(OpenedFiles opened) {
  TRY(opened.settle());
  if (opened.pictures.empty()) {
    TRY_ASSIGN(auto photographs, open_photographs());
    opened.pictures = std::move(photographs);
  }
  TRY(lab::check_batch(opened.pictures));
  Result<lab::Document> document = lab::notebook_document(opened.pictures);
  if (opened.filters) document = lab::apply(*document, *std::move(opened.filters));
  if (document && opened.class_names && !opened.network) {
    return lab::apply(*document, lab::SetClassNames{*std::move(opened.class_names)});
  }
  if (document && opened.test_set && !opened.network) {
    return fail("{}: a test set is for a network, which has to come with it",
                opened.test_set->string());
  }
  if (!document || !opened.network) return document;
  TRY_ASSIGN(auto network, open_network(*opened.network, std::move(opened.class_names)));
  const nn::PictureInput input = lab::picture_input(network->model);
  document = lab::apply(*document, lab::SetNetwork{std::move(network)});
  if (document && opened.test_set) {
    TRY_ASSIGN(auto set, open_test_set(*opened.test_set, *document->network));
    document = lab::apply(*document, std::move(set));
  }
  const auto input_file = opened.input_file();
  if (!document || !input_file) return document;
  TRY_ASSIGN(auto array, open_input_array(*input_file, input));
  return lab::apply(*document, std::move(array));
}

}  // namespace

Result<std::shared_ptr<const lab::Picture>> open_picture(const std::filesystem::path& path) {
  if (moves(path)) return open_film(path);
  if (const auto camera = camera_named(path)) return open_camera(*camera);
  TRY_ASSIGN(auto read, media::read_picture(path));
  say_conversions(path, read.conversions);
  Image overview = lab::overview_of(read.image);
  return std::make_shared<const lab::Picture>(
      lab::Picture{path.filename().string(), std::move(read.image), std::move(read.conversions),
                   origin_of(path), media::photograph_description(path), std::move(overview)});
}

Result<std::shared_ptr<const lab::Picture>> open_copied_picture(const std::atomic<bool>& dropped) {
  TRY_ASSIGN(const auto bytes, media::picture_on_clipboard(dropped));
  if (bytes.empty()) return nullptr;
  const Word name = word("copied picture");
  TRY_ASSIGN(auto decoded, media::decode_picture(bytes, name.text));
  Image overview = lab::overview_of(decoded.image);
  return std::make_shared<const lab::Picture>(lab::Picture{name.text,
                                                           std::move(decoded.image),
                                                           std::move(decoded.conversions),
                                                           {},
                                                           {},
                                                           std::move(overview)});
}

Result<std::vector<std::shared_ptr<const lab::Picture>>> open_photographs() {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  for (const char* name : media::kPhotographs) {
    TRY_ASSIGN(auto path, media::find_photograph(name));
    TRY_ASSIGN(auto picture, open_picture(path));
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

Result<lab::SetFilters> open_filters(const std::filesystem::path& path) {
  TRY_ASSIGN(auto array, read_array_file(path, ArrayRole::kFilters));
  auto filters = lab::to_filters(array.values, path.stem().string());
  if (!filters) return fail("{}: {}", path.string(), filters.error());
  return lab::SetFilters{*std::move(filters), origin_of(path, std::move(array.member))};
}

Result<lab::SetInputArray> open_input_array(const std::filesystem::path& path,
                                            const nn::PictureInput& input) {
  TRY_ASSIGN(auto array, read_picture_array(path, false, input));
  if (const Status fits = lab::check_fits(array.values.shape(), input); !fits) {
    return fail("{}: {}", path.string(), fits.error());
  }
  return lab::SetInputArray{std::make_shared<const lab::InputArray>(lab::InputArray{
      std::move(array.values), array.scale, origin_of(path, std::move(array.member))})};
}

Result<lab::Document> open_document(const std::vector<std::filesystem::path>& picture_files,
                                    const std::vector<std::filesystem::path>& filter_files,
                                    const FrameChoice& frames) {
  OpenedFiles opened;
  for (const auto& file : picture_files) {
    TRY(check_frames(file, frames));
    if (moves(file)) {
      TRY_ASSIGN(auto pictures, frames_as_pictures(file, frames));
      std::move(pictures.begin(), pictures.end(), std::back_inserter(opened.pictures));
    } else {
      TRY_ASSIGN(auto sources, open_sources(file));
      std::move(sources.begin(), sources.end(), std::back_inserter(opened.pictures));
    }
  }
  for (const auto& file : filter_files) {
    TRY_ASSIGN(auto filters, open_filters(file));
    opened.filters = std::move(filters);
  }
  return document_of(std::move(opened));
}

Result<lab::Document> open_document(const std::vector<std::filesystem::path>& files) {
  TRY(OpenedFiles::check_count(files));
  OpenedFiles opened;
  for (const auto& file : files) {
    TRY(opened.add(file));
  }
  return document_of(std::move(opened));
}

}  // namespace convlens::app
