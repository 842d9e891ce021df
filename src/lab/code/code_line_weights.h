#pragma once

#include <string>
#include <vector>

#include "lab/command/weight_commands.h"
#include "lab/document/filter.h"

// The lines of NumPy that change one filter's weights: see code_line.h.
namespace convlens::lab {

// An array whose elements are a filter's weights, as Python names it.
struct WeightArray {
  std::string name;  // "filters"
  std::string last;  // the index behind row, column and channel: "0"; empty where there is none
  int height = 0;
  int width = 0;
  int channels = 0;
  bool has_channel_axis = true;  // not where `last` names the channel, too
  bool bgr = false;              // its channels stand the other way round

  // "filters[..., 0]": (height, width, channels), or (height, width) without that axis.
  std::string all() const;
};

// One element's new value, as Python writes it.
struct WeightText {
  int row = 0;
  int column = 0;
  int channel = 0;
  std::string value;
};

// The shortest digits that a float32 array reads back as the same number.
std::string python(float value);
// A string literal.
std::string python(const std::string& text);
// "[0.5, 1]"
std::string python(const std::vector<float>& values);

// Appends a statement to a line: "a; b". An empty one is none.
void append_statement(std::string& line, const std::string& statement);
// Appends to a list: "a, b".
void append_item(std::string& list, const std::string& item);

// Statements that write the elements, of which later ones win: slices where they are blocks, else
// lists of indices. Empty where there are none.
std::string writing(const WeightArray& array, const std::vector<WeightText>& elements);
std::vector<WeightText> elements_of(const std::vector<WeightEdit>& edits);

// Statements that give the filter, which has the array's shape, other weights: what was done to it
// as a whole where that can be told, else the shortest of what says them all. Empty where they are
// those that it has.
std::string replacing(const WeightArray& array, const Filter& before,
                      const std::vector<float>& weights);

// Statements that bring about what kept() does to a filter after an edit of these elements, all
// where there are none. `after`: the filter that it gives.
std::string keeping(const WeightArray& array, const Filter& after,
                    const std::vector<WeightText>& written);

}  // namespace convlens::lab
