#include "loaders/graph/graph_windows.h"

#include <algorithm>
#include <string>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

// The pads of one axis.
struct Pads {
  std::int64_t before = 0;
  std::int64_t after = 0;
};

// A total dealt out to both sides, the larger half behind or in front.
Pads split(std::int64_t total, bool larger_behind) {
  total = std::max<std::int64_t>(total, 0);
  return larger_behind ? Pads{total / 2, total - total / 2} : Pads{total - total / 2, total / 2};
}

// Settings that no window can have are wrong, not lacking here: nobody else is asked.
template <typename Setting>
Result<Setting> checked(NodeRequest& request, Result<Setting> setting) {
  if (!setting) request.set_wrong();
  return setting;
}

Result<nn::HeightWidth> read_pair(NodeRequest& request, const char* setting, int fallback) {
  const auto values = request.config().integers({setting});
  if (values.empty()) return nn::HeightWidth{fallback, fallback};
  if (values.size() != 2) return fail("{} should be 2 numbers, found {}", setting, values.size());
  return nn::HeightWidth{static_cast<int>(values[0]), static_cast<int>(values[1])};
}

// What both kinds of convolution read in the same way.
Result<nn::WindowSteps> read_steps(NodeRequest& request) {
  TRY_ASSIGN(const auto strides, read_pair(request, "strides", 1));
  TRY_ASSIGN(const auto dilation, read_pair(request, "dilations", 1));
  auto status = nn::check_steps(strides, word("the strides"));
  if (status) status = nn::check_steps(dilation, word("the dilation"));
  if (!status) return fail(status.error());
  nn::WindowSteps steps;
  steps.strides = strides;
  steps.dilation = dilation;
  return steps;
}

Result<nn::Edges> read_pads(NodeRequest& request) {
  const auto pads = request.config().integers({"pads"});
  if (pads.empty()) return nn::Edges{};
  if (pads.size() != 4) return fail("pads should be 4 numbers, found {}", pads.size());
  const auto at = [&pads](std::size_t i) { return static_cast<int>(pads[i]); };
  const nn::Edges edges{at(0), at(2), at(1), at(3)};
  TRY(nn::check_edges(edges, word("the padding")));
  return edges;
}

Result<nn::Edges> to_edges(const Pads& rows, const Pads& columns) {
  for (const std::int64_t pad : {rows.before, rows.after, columns.before, columns.after}) {
    if (pad > nn::kMaxStep) return fail("the padding of {} pixels is too large", pad);
  }
  return nn::Edges{static_cast<int>(rows.before), static_cast<int>(rows.after),
                   static_cast<int>(columns.before), static_cast<int>(columns.after)};
}

std::int64_t window_of(int size, int dilation) { return std::int64_t{size - 1} * dilation + 1; }

// SAME's pads of one axis.
Result<Pads> same_pads(std::int64_t input, std::int64_t window, int stride, bool larger_behind) {
  if (input == nn::PartialShape::kUnknown) {
    // They do not hang on the size where every pixel has a window and both sides get as much.
    if (stride == 1) return split(window - 1, larger_behind);
    return fail("its padding hangs on the size of the picture, which is not known");
  }
  const std::int64_t output = (input + stride - 1) / stride;
  return split((output - 1) * stride + window - input, larger_behind);
}

Result<nn::Edges> same_edges(const nn::PartialShape& shape, nn::HeightWidth size,
                             const nn::WindowSteps& steps, bool larger_behind) {
  TRY_ASSIGN(const auto rows, same_pads(shape[1], window_of(size.height, steps.dilation.height),
                                        steps.strides.height, larger_behind));
  TRY_ASSIGN(const auto columns, same_pads(shape[2], window_of(size.width, steps.dilation.width),
                                           steps.strides.width, larger_behind));
  return to_edges(rows, columns);
}

// Whether these pads are SAME's, whatever the size of the picture.
bool is_always_same(const nn::Edges& edges, nn::HeightWidth size, const nn::WindowSteps& steps) {
  const auto fits = [](int before, int after, std::int64_t window, int stride) {
    const Pads same = split(window - 1, true);
    return stride == 1 && before == same.before && after == same.after;
  };
  return fits(edges.top, edges.bottom, window_of(size.height, steps.dilation.height),
              steps.strides.height) &&
         fits(edges.left, edges.right, window_of(size.width, steps.dilation.width),
              steps.strides.width);
}

}  // namespace

Result<Window> read_window(NodeRequest& request, const GraphValue& picture, nn::HeightWidth size,
                           bool keeps_edges) {
  TRY_ASSIGN(auto steps, checked(request, read_steps(request)));
  Window window{steps, {}};
  SettingsReader& config = request.config();
  window.steps.round_up = config.integer({"ceil_mode"}, 0) != 0;
  const bool needs_edges = keeps_edges || window.steps.round_up;
  const std::string automatic = config.text({"auto_pad"}, "NOTSET");
  if (automatic == "SAME_UPPER" && !needs_edges) {
    window.steps.padding = nn::Padding::kSame;
    return window;
  }
  Result<nn::Edges> edges = nn::Edges{};
  if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER") {
    edges = same_edges(picture.symbol->shape(), size, steps, automatic == "SAME_UPPER");
  } else if (automatic == "NOTSET") {
    edges = checked(request, read_pads(request));
  } else if (automatic != "VALID") {
    request.set_wrong();
    return fail("auto_pad \"{}\" is not known", printable(automatic));
  }
  if (!edges) return fail(edges.error());
  if (needs_edges || !(*edges == nn::Edges{} || is_always_same(*edges, size, steps))) {
    window.steps.edges = *edges;
  } else if (*edges != nn::Edges{}) {
    window.steps.padding = nn::Padding::kSame;
  }
  return window;
}

Result<Window> read_transposed_window(NodeRequest& request, const GraphValue& picture,
                                      nn::HeightWidth size) {
  TRY_ASSIGN(auto steps, checked(request, read_steps(request)));
  TRY_ASSIGN(const auto extra, read_pair(request, "output_padding", 0));
  Window window{steps, {}};
  if (extra != nn::HeightWidth{0, 0}) window.output_padding = extra;
  SettingsReader& config = request.config();
  const auto output = config.integers({"output_shape"});
  const std::string automatic = config.text({"auto_pad"}, "NOTSET");
  if (output.empty() && automatic != "SAME_UPPER" && automatic != "SAME_LOWER") {
    TRY_ASSIGN(const auto edges,
               automatic == "VALID" ? nn::Edges{} : checked(request, read_pads(request)));
    window.steps.edges = edges;
    return window;
  }
  const nn::PartialShape& shape = picture.symbol->shape();
  if (!output.empty() && output.size() != 2) {
    return fail("output_shape should be 2 numbers, found {}", output.size());
  }
  if (!output.empty() && (!shape.is_known(1) || !shape.is_known(2))) {
    return fail("its padding hangs on the size of the picture, which is not known");
  }
  // The output is given, so that the pads are what is left over.
  const auto left_over = [&](std::size_t axis, int pixels, int stride, int dilation, int more) {
    const std::int64_t input = shape[static_cast<int>(axis) + 1];
    const std::int64_t covered = window_of(pixels, dilation) + more - stride;
    // (input - 1) * stride + window + more, less the output of input * stride or as told.
    return output.empty() ? covered : covered + input * stride - output[axis];
  };
  const std::int64_t rows =
      left_over(0, size.height, steps.strides.height, steps.dilation.height, extra.height);
  const std::int64_t columns =
      left_over(1, size.width, steps.strides.width, steps.dilation.width, extra.width);
  // An output of more pixels than the windows cover has the rest behind. Where it is not told as it
  // is, ONNX's definition has such outputs and onnxruntime has none.
  if (rows < 0 || columns < 0) {
    if (output.empty()) {
      return fail("auto_pad \"{}\" of windows smaller than the strides is not supported",
                  printable(automatic));
    }
    const auto with_rest = [](int more, std::int64_t missing) {
      return more + static_cast<int>(std::clamp<std::int64_t>(-missing, 0, nn::kMaxStep));
    };
    window.output_padding =
        nn::HeightWidth{with_rest(extra.height, rows), with_rest(extra.width, columns)};
  }
  const bool larger_behind = automatic == "SAME_UPPER";
  TRY_ASSIGN(const auto edges, to_edges(split(rows, larger_behind), split(columns, larger_behind)));
  window.steps.edges = edges;
  return window;
}

}  // namespace convlens::loaders
