#include "lab/command/picture_commands.h"

#include <algorithm>
#include <utility>

#include "lab/document/names.h"
#include "lab/pictures/array_picture.h"

namespace convlens::lab {
namespace {

bool same_size(const Image& a, const Image& b) {
  return a.height == b.height && a.width == b.width;
}

bool has_picture_of_size(const std::vector<Source>& sources, const Image& image) {
  return std::any_of(sources.begin(), sources.end(), [&image](const Source& source) {
    return same_size(source.picture->image, image);
  });
}

// A file has its name; what came from none is told from the others by a number.
std::shared_ptr<const Picture> named_apart(std::shared_ptr<const Picture> picture,
                                           const std::vector<std::string>& taken) {
  if (picture->origin.is_file()) return picture;
  std::string name = unused_name(picture->name, {taken.begin(), taken.end()});
  if (name == picture->name) return picture;
  Picture renamed = *picture;
  renamed.name = std::move(name);
  return std::make_shared<const Picture>(std::move(renamed));
}

// By what cannot stand beside them. The filters follow.
Result<Document> with_all_replaced(const Document& document, const SetPictures& command) {
  Document next = document;
  next.sources = {centered_source(command.pictures.front(), next.crop_size)};
  next.sources.front().origin.fitted = true;
  crop_to_array(next);
  follow_sources(next);
  settle_network_input(next);
  return applied(std::move(next), SetPictures{0, command.pictures});
}

}  // namespace

Result<Document> applied(Document document, const MoveCrop& command) {
  const CropSize size = document.crop_size;
  return applied(std::move(document), ResizeCrop{command.source, size, command.origin});
}

Phrase described(const Document& /*document*/, const MoveCrop& /*command*/) {
  return phrase("move crop");
}

Result<Document> applied(Document document, const ResizeCrop& command) {
  if (command.source >= document.sources.size()) {
    return fail("the crop of picture {} was to be moved, there are {}", command.source + 1,
                document.sources.size());
  }
  const CropSize size = command.size;
  if (size.height < 1 || size.width < 1 || size.height > kMaxCropSide ||
      size.width > kMaxCropSide) {
    return fail("a crop of {}x{} was asked for, sides from 1 to {} expected", size.height,
                size.width, kMaxCropSide);
  }
  document.crop_size = size;
  document.sources[command.source].origin = command.origin;
  for (Source& source : document.sources) {
    source.origin = clamped_crop(source.picture->image, size, source.origin);
  }
  return document;
}

Phrase described(const Document& /*document*/, const ResizeCrop& command) {
  if (command.origin.fitted) return phrase("fit the picture");
  return phrase("crop {}x{}", command.size.height, command.size.width);
}

Result<Document> applied(Document document, const SetPictures& command) {
  if (command.first > document.sources.size()) {
    return fail("picture {} was to be replaced, there are {}", command.first + 1,
                document.sources.size());
  }
  if (command.pictures.empty()) return document;
  TRY(check_batch(command.pictures));
  if (!stand_together(*command.pictures.front(), *document.sources.front().picture)) {
    return with_all_replaced(document, command);
  }
  const std::size_t end = command.first + command.pictures.size();
  if (end > kMaxSources) {
    return fail("{} pictures were to be shown at once, at most {} are", end, kMaxSources);
  }
  std::vector<std::string> taken;
  for (const Source& source : document.sources) taken.push_back(source.picture->name);
  const std::vector<Source> before = document.sources;
  document.sources.resize(std::max(document.sources.size(), end));
  for (std::size_t i = 0; i < command.pictures.size(); ++i) {
    Source& source = document.sources[command.first + i];
    const auto picture = named_apart(command.pictures[i], taken);
    taken.push_back(picture->name);
    if (source.picture && same_size(source.picture->image, picture->image)) {
      source.picture = picture;
    } else {
      source = centered_source(picture, document.crop_size);
      source.origin.fitted = !has_picture_of_size(before, picture->image);
    }
  }
  return document;
}

Phrase described(const Document& /*document*/, const SetPictures& command) {
  return command.pictures.size() == 1 ? phrase("open {}", word(command.pictures.front()->name))
                                      : phrase("open {} pictures", command.pictures.size());
}

Result<Document> applied(Document document, const ShowPlanes& command) {
  const bool there = command.source < document.sources.size();
  const Picture* shown = there ? document.sources[command.source].picture.get() : nullptr;
  if (shown == nullptr || !shown->array) {
    return fail("planes of picture {} were to be shown, which is no array", command.source + 1);
  }
  TRY(check_planes(command.planes, shown->channels()));
  if (shown->array->planes == command.planes) return document;
  document.sources[command.source].picture = with_planes(*shown, command.planes);
  return document;
}

Phrase described(const Document& /*document*/, const ShowPlanes& command) {
  return phrase("show {}", planes_said(command.planes));
}

Result<Document> applied(Document document, const RemovePicture& command) {
  const std::size_t count = document.sources.size();
  if (command.source >= count) {
    return fail("picture {} was to be taken away, there are {}", command.source + 1, count);
  }
  if (count == 1) return fail("the last picture stays: the maps are made of it");
  document.sources.erase(document.sources.begin() + static_cast<std::ptrdiff_t>(command.source));
  return document;
}

Phrase described(const Document& document, const RemovePicture& command) {
  return command.source < document.sources.size()
             ? phrase("remove {}", word(document.sources[command.source].picture->name))
             : phrase("remove picture");
}

}  // namespace convlens::lab
