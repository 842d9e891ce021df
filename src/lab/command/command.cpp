#include "lab/command/command.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lab/command/filter_command.h"
#include "lab/command/network_command.h"
#include "lab/document/names.h"

namespace convlens::lab {
namespace {

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

constexpr int kMaxCropSide = 4096;
constexpr std::size_t kMaxSources = 64;

// `done`: "painted"
Result<Filter> found_filter(const Document& document, FilterRef ref, const Word& done) {
  if (auto filter = filter_at(document, ref)) return *std::move(filter);
  if (!ref.is_mine()) {
    return fail("filter {} of layer {} was to be {}, there is none", ref.index, ref.layer, done);
  }
  return fail("filter {} was to be {}, there are {}", ref.index + 1, done, document.filters.size());
}

// The document with an edited filter, of the shape that was there, in the place that `ref` names.
// `written`: the weights that the edit gave a value, all where it is empty.
Result<Document> with_filter(Document document, FilterRef ref, Filter filter,
                             const std::vector<bool>& written = {}) {
  if (!ref.is_mine()) return with_trained_filter(std::move(document), ref, filter);
  document.filters[ref.index] = kept(std::move(filter), written);
  return document;
}

Result<Document> with_weights(const Document& document, const SetWeights& command) {
  auto filter = found_filter(document, command.filter, word("painted"));
  if (!filter) return fail(std::move(filter.error()));
  std::vector<bool> written(filter->weights.size(), false);
  for (const WeightEdit& edit : command.edits) {
    if (edit.row < 0 || edit.row >= filter->height || edit.column < 0 ||
        edit.column >= filter->width || edit.channel < 0 || edit.channel >= filter->channels) {
      return fail("the weight at [{}, {}, {}] was to be set, the filter is {}x{}x{}", edit.row,
                  edit.column, edit.channel, filter->height, filter->width, filter->channels);
    }
    if (!std::isfinite(edit.value)) {
      return fail("the weight at [{}, {}, {}] was to be {}, a finite number expected", edit.row,
                  edit.column, edit.channel, edit.value);
    }
    const std::size_t index = filter->index(edit.row, edit.column, edit.channel);
    filter->weights[index] = edit.value;
    written[index] = true;
  }
  return with_filter(document, command.filter, *std::move(filter), written);
}

Result<Document> with_all_weights(const Document& document, const ReplaceWeights& command) {
  auto filter = found_filter(document, command.filter, word("replaced"));
  if (!filter) return fail(std::move(filter.error()));
  if (command.weights.size() != filter->weights.size()) {
    return fail("{} weights were given, the filter is {}x{}x{}", command.weights.size(),
                filter->height, filter->width, filter->channels);
  }
  if (!std::all_of(command.weights.begin(), command.weights.end(),
                   [](float weight) { return std::isfinite(weight); })) {
    return fail("the weights hold NaN or infinity, finite numbers expected");
  }
  filter->weights = command.weights;
  if (!command.name.empty()) filter->name = command.name;
  return with_filter(document, command.filter, *std::move(filter));
}

Result<Document> with_crop(Document document, const ResizeCrop& command) {
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

bool same_size(const Image& a, const Image& b) {
  return a.height == b.height && a.width == b.width;
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

Result<Document> with_pictures(Document document, const SetPictures& command) {
  if (command.first > document.sources.size()) {
    return fail("picture {} was to be replaced, there are {}", command.first + 1,
                document.sources.size());
  }
  const std::size_t end = command.first + command.pictures.size();
  if (end > kMaxSources) {
    return fail("{} pictures were to be shown at once, at most {} are", end, kMaxSources);
  }
  std::vector<std::string> taken;
  for (const Source& source : document.sources) taken.push_back(source.picture->name);
  document.sources.resize(std::max(document.sources.size(), end));
  for (std::size_t i = 0; i < command.pictures.size(); ++i) {
    Source& source = document.sources[command.first + i];
    const auto picture = named_apart(command.pictures[i], taken);
    taken.push_back(picture->name);
    if (source.picture && same_size(source.picture->image, picture->image)) {
      source.picture = picture;
    } else {
      source = centered_source(picture, document.crop_size);
    }
  }
  return document;
}

Result<Document> without_picture(Document document, const RemovePicture& command) {
  const std::size_t count = document.sources.size();
  if (command.source >= count) {
    return fail("picture {} was to be taken away, there are {}", command.source + 1, count);
  }
  if (count == 1) return fail("the last picture stays: the maps are made of it");
  document.sources.erase(document.sources.begin() + static_cast<std::ptrdiff_t>(command.source));
  return document;
}

// The commands that have a file of their own.
template <typename C>
Result<Document> with_other(const Document& document, const C& command) {
  if constexpr (requires { with_filter_command(document, command); }) {
    return with_filter_command(document, command);
  } else {
    return with_network_command(document, command);
  }
}
template <typename C>
Phrase describe_other(const Document& document, const C& command) {
  if constexpr (requires { describe_filter_command(document, command); }) {
    return describe_filter_command(document, command);
  } else {
    return describe_network_command(document, command);
  }
}

}  // namespace

Word filter_word(const Document& document, FilterRef ref) {
  const auto filter = filter_at(document, ref);
  return word(filter ? filter->name : "filter");
}

std::optional<Filter> filter_at(const Document& document, FilterRef filter) {
  if (filter.is_mine()) {
    if (filter.index >= document.filters.size()) return std::nullopt;
    return document.filters[filter.index];
  }
  if (!document.network) return std::nullopt;
  const Network& network = *document.network;
  const nn::Model shown = shown_model(network);
  const auto bank = filter_bank(shown, filter.layer, network.sees_bgr());
  if (!bank || filter.index >= bank->count) return std::nullopt;
  return filter_of(*bank, filter.index);
}

Result<Document> apply(const Document& document, const Command& command) {
  return std::visit(Overloaded{
                        [&](const SetWeights& c) { return with_weights(document, c); },
                        [&](const ReplaceWeights& c) { return with_all_weights(document, c); },
                        [&](const MoveCrop& c) {
                          return with_crop(document, {c.source, document.crop_size, c.origin});
                        },
                        [&](const ResizeCrop& c) { return with_crop(document, c); },
                        [&](const SetPictures& c) { return with_pictures(document, c); },
                        [&](const RemovePicture& c) { return without_picture(document, c); },
                        [&](const auto& c) { return with_other(document, c); },
                    },
                    command);
}

Phrase describe(const Document& document, const Command& command) {
  return std::visit(
      Overloaded{
          [&](const SetWeights& c) { return phrase("paint {}", filter_word(document, c.filter)); },
          [&](const ReplaceWeights& c) {
            return phrase("replace {}", filter_word(document, c.filter));
          },
          [&](const MoveCrop&) { return phrase("move crop"); },
          [&](const ResizeCrop& c) { return phrase("crop {}x{}", c.size.height, c.size.width); },
          [&](const SetPictures& c) {
            return c.pictures.size() == 1 ? phrase("open {}", word(c.pictures.front()->name))
                                          : phrase("open {} pictures", c.pictures.size());
          },
          [&](const RemovePicture& c) {
            return c.source < document.sources.size()
                       ? phrase("remove {}", word(document.sources[c.source].picture->name))
                       : phrase("remove picture");
          },
          [&](const auto& c) { return describe_other(document, c); },
      },
      command);
}

}  // namespace convlens::lab
