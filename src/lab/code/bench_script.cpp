#include "lab/code/bench_script.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "lab/code/adopted_inputs.h"
#include "lab/code/code_line.h"
#include "lab/code/code_line_parts.h"
#include "lab/document/filter_text.h"

namespace convlens::lab {
namespace {

constexpr std::size_t kShortLine = 90;  // characters of a statement that is read in one go

constexpr std::string_view kResized = R"py(
def resized(part):
    """A part of a picture at the crop's size, bilinear: what keras.layers.Resizing does."""

    def places(count, extent):  # in float32, as TensorFlow has them
        at = (np.arange(count, dtype=np.float32) + 0.5) * np.float32(extent / count) - 0.5
        below = np.floor(at)
        first, second = np.clip([below, below + 1], 0, extent - 1).astype(int)
        return first, second, at - below

    top, bottom, down = places(height, part.shape[0])
    left, right, along = places(width, part.shape[1])
    rows = part[top] * (1 - down[:, None, None]) + part[bottom] * down[:, None, None]
    return rows[:, left] * (1 - along[:, None]) + rows[:, right] * along[:, None]

)py";

constexpr std::string_view kConvolution = R"py(

def padded(inputs, window):
    """Zeros around the inputs, so that there is a window for each stride: padding SAME."""
    room = [(0, 0)]
    for extent, size, stride in zip(inputs.shape[1:3], window, strides):
        outputs = -(-extent // stride)
        zeros = max((outputs - 1) * stride + size - extent, 0)
        room.append((zeros // 2, zeros - zeros // 2))
    return np.pad(inputs, room + [(0, 0)])


def conv2d(inputs, filters):
    """Feature maps (N, OH, OW, F) of inputs (N, H, W, C) and filters (KH, KW, C, F).

    Each weight of a filter is a shifted picture, as bright as the weight is large: the map is
    their sum.
    """
    kh, kw = filters.shape[:2]
    window = (kh - 1) * dilations[0] + 1, (kw - 1) * dilations[1] + 1  # with gaps
    if padding == "SAME":
        inputs = padded(inputs, window)
    oh = (inputs.shape[1] - window[0]) // strides[0] + 1
    ow = (inputs.shape[2] - window[1]) // strides[1] + 1
    maps = np.zeros((len(inputs), oh, ow, filters.shape[3]))
    for y in range(kh):
        for x in range(kw):
            top, left = y * dilations[0], x * dilations[1]
            shifted = inputs[:, top:top + (oh - 1) * strides[0] + 1:strides[0],
                             left:left + (ow - 1) * strides[1] + 1:strides[1]]  # (N, OH, OW, C)
            maps += shifted @ filters[y, x]  # (C, F)
    return maps


)py";

constexpr std::string_view kShow = R"py(

def show():
    """Prints what the maps span, and draws the first of them where Matplotlib is installed."""
    for n, rows in enumerate(maps):
        for f, name in enumerate(names):
            print(f"picture {n}, {name}: {rows[..., f].min():.4g} to {rows[..., f].max():.4g}")
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return
    rows, columns = min(len(maps), 4), min(len(names), 8)
    figure, axes = plt.subplots(rows, columns, squeeze=False)
    for n in range(rows):
        for f in range(columns):
            axes[n, f].imshow(maps[n, ..., f], cmap="viridis")
            axes[n, f].set_title(names[f])
            axes[n, f].axis("off")
    plt.show()


if __name__ == "__main__":
    compare()
    show()
)py";

bool has_finite_weights(const Document& document) {
  return std::all_of(document.filters.begin(), document.filters.end(), [](const Filter& filter) {
    return std::isfinite(filter.bias) &&
           std::all_of(filter.weights.begin(), filter.weights.end(),
                       [](float weight) { return std::isfinite(weight); });
  });
}

// Statements of one line, "a; b", a line each. They hold no texts, in which it might stand, too.
std::string in_lines(const std::string& line) {
  std::string lines;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool ends = line[i] == ';';
    lines += ends ? '\n' : line[i];
    if (ends) ++i;  // the space behind it
  }
  if (!lines.empty()) lines += '\n';
  return lines;
}

std::string counted(std::size_t count, const char* one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string script_introduction(const Document& document) {
  const std::size_t pictures = document.sources.size();
  const std::size_t filters = document.filters.size();
  std::string text = fmt::format(
      "\"\"\"A bench of ConvLens in NumPy: {} and {} make {}.\n\n"
      "Run it: it prints what each map spans, shows the maps where Matplotlib is installed, and\n"
      "asks TensorFlow and Keras for the same maps where they are.\n",
      counted(pictures, "picture"), counted(filters, "filter"),
      counted(pictures * filters, "feature map"));
  if (reads_inputs(document)) {
    text +=
        "\nLeft out: how the network prepares its input, a layer of which has no short form in\n"
        "NumPy; what the filters see is read from a file beside this one.\n";
  }
  if (document.network) {
    text += "\nLeft out: the network beside the bench, and its maps; it can be saved as .keras.\n";
  }
  return text + "\"\"\"\n";
}

std::string script_imports(const Document& document, const std::vector<ScriptPicture>& pictures) {
  const auto has = [&](ScriptPicture::Way way) {
    return std::any_of(pictures.begin(), pictures.end(),
                       [way](const ScriptPicture& picture) { return picture.way == way; });
  };
  const bool beside =
      has(ScriptPicture::Way::kBeside) || has(ScriptPicture::Way::kArray) || reads_inputs(document);
  std::string text;
  if (beside) text += "import pathlib\n\n";
  text += "import numpy as np\n";
  if (!has_finite_weights(document)) text += "from numpy import inf, nan\n";
  if (has(ScriptPicture::Way::kBeside) || has(ScriptPicture::Way::kFile)) {
    text += "from PIL import Image\n";
  }
  if (has(ScriptPicture::Way::kSample)) text += "from sklearn.datasets import load_sample_image\n";
  if (beside) text += "\nfolder = pathlib.Path(__file__).parent\n";
  return text;
}

std::string reading(const ScriptPicture& picture) {
  const std::string name = python(picture.name);
  switch (picture.way) {
    case ScriptPicture::Way::kSample:
      return fmt::format("load_sample_image({})", name);
    case ScriptPicture::Way::kFile:
      return fmt::format("np.array(Image.open({}).convert(\"RGB\"))", name);
    case ScriptPicture::Way::kArray:
      return fmt::format("np.load(folder / {})", name);
    case ScriptPicture::Way::kBeside:
      break;
  }
  return fmt::format("np.array(Image.open(folder / {}).convert(\"RGB\"))", name);
}

// "pictures[0][178:248, 260:380]"
std::string seen_part(const Document& document, std::size_t index) {
  const Source& source = document.sources[index];
  const CropPart part = crop_part(source.picture->image, document.crop_size, source.origin);
  const std::string slice = fmt::format("pictures[{}][{}:{}, {}:{}]", index, part.top,
                                        part.top + part.height, part.left, part.left + part.width);
  return part.resized ? fmt::format("resized({})", slice) : slice;
}

std::string script_images(const Document& document, const std::vector<ScriptPicture>& pictures) {
  const auto& array = document.sources.front().picture->array;
  std::string text =
      array ? fmt::format("\n# The arrays, (height, width, {}) each.\npictures = [\n",
                          array->channels())
            : "\n# The pictures, (height, width, 3) each: whole numbers from 0 to 255.\n"
              "pictures = [\n";
  for (const ScriptPicture& picture : pictures) text += fmt::format("    {},\n", reading(picture));
  text += "]\n";
  std::string crops;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    crops += fmt::format("    {},\n", seen_part(document, i));
  }
  const CropSize size = document.crop_size;
  if (crops.find("resized(") != std::string::npos) {
    text += fmt::format("height, width = {}, {}  # of the crop\n\n", size.height, size.width);
    text += kResized;
  }
  const char* const scaled = array ? "" : " * np.float32(1 / 255)";
  return text + fmt::format(
                    "\n# What is seen of them{}: ({}, {}, {}, {}).\nimages = np.stack([\n"
                    "{}]).astype(np.float32){}\n",
                    array ? "" : ", scaled to 0..1", pictures.size(), size.height, size.width,
                    source_channels(document), crops, scaled);
}

// One filter's weights: in one statement where that is short, else as a table.
std::string script_weights(const Document& document, std::size_t index) {
  const Filter& filter = document.filters[index];
  const WeightArray array = weight_array(document, {index});
  if (has_finite_weights(document)) {
    const Filter zero = zero_filter("", filter.height, filter.width, filter.channels);
    const std::string line = replacing(array, zero, filter.weights);
    if (line.size() <= kShortLine) return in_lines(line);
  }
  std::string table = filter_text(filter);
  table.pop_back();  // the end of its line
  if (filter.channels == 1) table += "[..., np.newaxis]";
  return fmt::format("{} = {}\n", array.all(), table);
}

std::string script_filters(const Document& document) {
  const Filter& first = document.filters.front();
  std::string text = fmt::format(
      "\n# The filters: (height, width, channels, count).\n"
      "filters = np.zeros(({}, {}, {}, {}), dtype=np.float32)\n",
      first.height, first.width, first.channels, document.filters.size());
  std::string names;
  for (std::size_t i = 0; i < document.filters.size(); ++i) {
    text += script_weights(document, i);
    names += fmt::format("    {},\n", python(document.filters[i].name));
  }
  text += fmt::format("names = [\n{}]\n", names);
  if (has_mask(document)) {
    text += fmt::format("# Weights that are muted: 0 in the mask.\n{}filters = filters * mask\n",
                        in_lines(mask_code(document, document)));
  }
  return text + in_lines(bias_code(document, document));
}

std::string script_inputs(const Document& document, const std::string& inputs_file) {
  if (adopts(document)) {
    const auto text = adopted_inputs(document);
    return fmt::format("\n# What the filters see: the pictures as {} takes them.\ninputs = {}\n",
                       python(document.network->trained->name),
                       text ? *text : fmt::format("np.load(folder / {})", python(inputs_file)));
  }
  if (!sees_grey(document)) return "inputs = images\n";
  return fmt::format("\n# What the filters see: the grey picture.\ninputs = {}\n",
                     grey_of("images"));
}

std::string script_maps(const Document& document) {
  const conv::Conv2dOptions conv = bench_conv(document);
  const bool relu = conv.activation == conv::Activation::kRelu;
  std::string text = fmt::format(
      "\n# How the filters step over the pictures: down, across.\n"
      "strides, dilations, padding = ({}, {}), ({}, {}), \"{}\"\n",
      conv.stride_h, conv.stride_w, conv.dilation_h, conv.dilation_w,
      conv.padding == conv::Padding::kSame ? "SAME" : "VALID");
  text += kConvolution;
  std::string sum = "conv2d(inputs, filters)";
  if (has_bias(document)) sum += " + bias";
  return text + fmt::format("maps = {}\n", relu ? fmt::format("np.maximum({}, 0)", sum) : sum);
}

// The same maps by TensorFlow, and by a layer of Keras, which does not stride over gaps.
std::string script_comparison(const Document& document) {
  const conv::Conv2dOptions conv = bench_conv(document);
  const bool strides = conv.stride_h != 1 || conv.stride_w != 1;
  const bool gaps = conv.dilation_h != 1 || conv.dilation_w != 1;
  const bool bias = has_bias(document);
  const bool relu = conv.activation == conv::Activation::kRelu;
  std::string text =
      "\n\ndef compare():\n"
      "    \"\"\"Asks TensorFlow and Keras for the maps, where they are installed.\"\"\"\n"
      "    try:\n"
      "        import tensorflow as tf\n"
      "        from tensorflow import keras\n"
      "    except ImportError:\n"
      "        return\n"
      "    seen = inputs.astype(np.float32)\n"
      "    others = {}\n";
  text += fmt::format(
      "    sums = tf.nn.conv2d(seen, filters, strides=strides, padding=padding,\n"
      "                        dilations=dilations){}\n"
      "    others[\"tf.nn.conv2d\"] = {}\n",
      bias ? " + bias" : "", relu ? "tf.nn.relu(sums)" : "sums");
  if (!(strides && gaps)) {
    text += fmt::format(
        "    layer = keras.layers.Conv2D(filters.shape[3], filters.shape[:2], strides=strides,\n"
        "                                padding=padding.lower(), dilation_rate=dilations,\n"
        "                                activation={}, use_bias={})\n"
        "    layer.build(seen.shape)\n"
        "    layer.set_weights([{}])\n"
        "    others[\"keras.layers.Conv2D\"] = layer(seen)\n",
        relu ? "\"relu\"" : "None", bias ? "True" : "False", bias ? "filters, bias" : "filters");
  }
  return text +
         "    for name, values in others.items():\n"
         "        print(f\"{name}: other by {np.abs(values - maps).max():.2g} at most\")\n";
}

}  // namespace

bool reads_inputs(const Document& document) {
  return adopts(document) && !adopted_inputs(document);
}

std::string bench_script(const Document& document, const std::vector<ScriptPicture>& pictures,
                         const std::string& inputs_file) {
  return script_introduction(document) + script_imports(document, pictures) +
         script_images(document, pictures) + script_inputs(document, inputs_file) +
         script_filters(document) + script_maps(document) + script_comparison(document) +
         std::string(kShow);
}

}  // namespace convlens::lab
