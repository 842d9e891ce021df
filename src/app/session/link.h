#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/document/document.h"
#include "lab/view.h"

// A bench in words: one line of text, to be sent and pasted.
namespace convlens::app {

// Whether a text is meant as one.
bool is_link(std::string_view text);

// A lesson that travels with the program, in whatever language, and a step of it, from 0.
struct LinkedLesson {
  std::string name;  // "04-two-line-filters"
  std::size_t step = 0;
};

// Pictures, crops, filters with every digit, how they are applied, the maps' colours, and the step
// of one of the program's lessons; no network, and of pictures of one's own their names and
// checksums alone. Letters, digits, "-", "_" and a point.
std::string link_of(const lab::Document& document, const lab::View& view);

struct LinkedBench {
  std::shared_ptr<const lab::Document> document;
  lab::View view;  // as it begins, but for what a link says
  std::optional<LinkedLesson> lesson;
  std::vector<Phrase> missing;  // pictures that are not here, a sentence each
};

// `here`: pictures of one's own, known again by their pixels. Errors say that a link is cut short,
// damaged or of a newer version.
Result<LinkedBench> read_link(std::string_view text,
                              std::span<const std::shared_ptr<const lab::Picture>> here);

// What a link says of how the maps are shown, in a view.
void take_looks(const LinkedBench& bench, lab::View& view);

}  // namespace convlens::app
