#include "lab/command/bank_commands.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/printable.h"
#include "lab/command/filter_ref.h"
#include "lab/document/names.h"
#include "lab/document/transforms.h"

namespace convlens::lab {
namespace {

constexpr std::size_t kMaxName = 80;

Status is_sound(const Filter& filter) {
  const std::array<std::int64_t, 3> extents{filter.height, filter.width, filter.channels};
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  const std::size_t count = shape.element_count();
  if (filter.weights.size() != count || (!filter.muted.empty() && filter.muted.size() != count)) {
    return fail("the filter {} has {} weights, {}x{}x{} expected", word(filter.name),
                filter.weights.size(), filter.height, filter.width, filter.channels);
  }
  const bool finite = std::all_of(filter.weights.begin(), filter.weights.end(),
                                  [](float weight) { return std::isfinite(weight); });
  if (finite && std::isfinite(filter.bias)) return {};
  return fail("the filter {} holds NaN or infinity, finite numbers expected",
              word(printable(filter.name)));
}

Status is_seeing(const Document& document, int channels) {
  const int given = source_channels(document);
  if (can_see(channels, given)) return {};
  if (given == kRgb) {
    return fail("the filters have {} channels, 3 (red, green, blue) or 1 (grey) expected",
                channels);
  }
  return fail("the filters have {} channels, the array that they are to see has {}", channels,
              given);
}

Status have_room(int weights, std::size_t count) {
  const std::size_t all = static_cast<std::size_t>(weights) * count;
  if (all <= kMaxWeights) return {};
  return fail("{} filters of {} weights were asked for, at most {} weights expected in all", count,
              weights, kMaxWeights);
}

}  // namespace

Result<Document> applied(Document document, const SetFilters& command) {
  if (command.filters.empty()) return fail("no filters were given, at least one expected");
  const Filter& first = command.filters.front();
  for (const Filter& filter : command.filters) {
    if (!filter.has_shape_of(first)) {
      return fail("the filters have different shapes, one shape expected");
    }
    TRY(is_sound(filter));
  }
  if (const Status seeing = is_seeing(document, first.channels); !seeing) {
    const std::string file = printable(command.origin.file_name());
    return file.empty() ? fail(seeing.error()) : fail("{}: {}", file, seeing.error());
  }
  TRY(have_room(static_cast<int>(first.weights.size()), command.filters.size()));
  document.filters = command.filters;
  document.filters_origin = command.origin;
  return document;
}

Phrase described(const Document& /*document*/, const SetFilters& command) {
  return phrase("set {} filters", command.filters.size());
}

Result<Document> applied(Document document, const AddFilters& command) {
  const std::size_t count = document.filters.size();
  if (command.at > count) {
    return fail("filters were to be put behind filter {}, there are {}", command.at, count);
  }
  if (command.filters.empty()) return fail("no filters were given, at least one expected");
  if (count + command.filters.size() > kMaxFilters) {
    return fail("at most {} filters stand on the bench", kMaxFilters);
  }
  const Filter& shape = document.filters.front();
  TRY(have_room(static_cast<int>(shape.weights.size()), count + command.filters.size()));
  for (const Filter& filter : command.filters) {
    if (!filter.has_shape_of(shape)) {
      return fail(
          "the filter is {}x{}x{}, mine are {}x{}x{}: only filters of one shape stand "
          "together",
          filter.height, filter.width, filter.channels, shape.height, shape.width, shape.channels);
    }
    TRY(is_sound(filter));
  }
  std::size_t place = command.at;
  for (const Filter& filter : command.filters) {
    insert_filter(document, place++, filter);
  }
  return document;
}

void insert_filter(Document& document, std::size_t at, Filter filter) {
  std::vector<std::string_view> taken;
  for (const Filter& other : document.filters) taken.push_back(other.name);
  filter.name = unused_name(filter.name, taken);
  document.filters.insert(document.filters.begin() + static_cast<std::ptrdiff_t>(at),
                          std::move(filter));
}

Phrase described(const Document& /*document*/, const AddFilters& command) {
  return command.filters.size() == 1 ? phrase("add {}", word(command.filters.front().name))
                                     : phrase("add {} filters", command.filters.size());
}

Result<Document> applied(Document document, const RemoveFilter& command) {
  TRY(has_filter(document, command.filter, word("deleted")));
  if (document.filters.size() == 1) return fail("the last filter stays: the maps are made by it");
  document.filters.erase(document.filters.begin() + static_cast<std::ptrdiff_t>(command.filter));
  return document;
}

Phrase described(const Document& document, const RemoveFilter& command) {
  return phrase("delete {}", filter_word(document, command.filter));
}

Result<Document> applied(Document document, const MoveFilter& command) {
  for (const std::size_t place : {command.from, command.to}) {
    TRY(has_filter(document, place, word("moved")));
  }
  const auto at = [&](std::size_t place) {
    return document.filters.begin() + static_cast<std::ptrdiff_t>(place);
  };
  if (command.from < command.to) {
    std::rotate(at(command.from), at(command.from + 1), at(command.to + 1));
  } else {
    std::rotate(at(command.to), at(command.from), at(command.from + 1));
  }
  return document;
}

Phrase described(const Document& document, const MoveFilter& command) {
  return phrase("move {}", filter_word(document, command.from));
}

Result<Document> applied(Document document, const RenameFilter& command) {
  TRY(has_filter(document, command.filter, word("renamed")));
  if (command.name.empty() || command.name.size() > kMaxName) {
    return fail("a name of {} bytes was given, 1 to {} expected", command.name.size(), kMaxName);
  }
  document.filters[command.filter].name = command.name;
  document.filters[command.filter].named = true;
  return document;
}

Phrase described(const Document& document, const RenameFilter& command) {
  return phrase("rename {}", filter_word(document, command.filter));
}

Result<Document> applied(Document document, const ShapeFilters& command) {
  const bool sides = command.height >= 1 && command.height <= kMaxFilterSide &&
                     command.width >= 1 && command.width <= kMaxFilterSide;
  if (!sides) {
    return fail("filters of {}x{}x{} were asked for, sides from 1 to {} expected", command.height,
                command.width, command.channels, kMaxFilterSide);
  }
  TRY(is_seeing(document, command.channels));
  TRY(have_room(command.height * command.width * command.channels, document.filters.size()));
  for (Filter& filter : document.filters) {
    const bool same = filter.height == command.height && filter.width == command.width &&
                      filter.channels == command.channels;
    if (same) continue;
    filter = kept(
        fitted(filter, command.height, command.width, command.channels, ChannelRule::kSameOnGrey));
  }
  return document;
}

Phrase described(const Document& /*document*/, const ShapeFilters& command) {
  return phrase("filters of {}x{}x{}", command.height, command.width, command.channels);
}

Result<Document> applied(Document document, const SetSteps& command) {
  for (const int step :
       {command.stride_h, command.stride_w, command.dilation_h, command.dilation_w}) {
    if (step >= 1 && step <= kMaxStep) continue;
    return fail("a stride or dilation of {} was asked for, 1 to {} expected", step, kMaxStep);
  }
  document.conv.stride_h = command.stride_h;
  document.conv.stride_w = command.stride_w;
  document.conv.dilation_h = command.dilation_h;
  document.conv.dilation_w = command.dilation_w;
  document.conv.padding = command.padding;
  return document;
}

Phrase described(const Document& /*document*/, const SetSteps& command) {
  return phrase("stride {}x{}, dilation {}x{}, {}", command.stride_h, command.stride_w,
                command.dilation_h, command.dilation_w,
                command.padding == conv::Padding::kSame ? "SAME" : "VALID");
}

}  // namespace convlens::lab
