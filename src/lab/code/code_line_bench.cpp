#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "lab/code/code_line.h"
#include "lab/code/code_line_parts.h"
#include "lab/pictures/canvas.h"

// The pictures that my filters see, and the maps that they make of them.
namespace convlens::lab {
namespace {

constexpr const char* kScaled = " * np.float32(1 / 255)";
constexpr std::size_t kMostCropsListed = 4;  // crops that are written out one by one

bool is_centered(const Document& document) {
  return std::all_of(document.sources.begin(), document.sources.end(), [&](const Source& source) {
    return source.origin == centered_crop(source.picture->image, document.crop_size);
  });
}

bool is_resized(const Document& document, const Source& source) {
  return crop_part(source.picture->image, document.crop_size, source.origin).resized;
}

bool are_of_one_size(const Document& document) {
  const Image& first = document.sources.front().picture->image;
  return std::all_of(document.sources.begin(), document.sources.end(), [&](const Source& source) {
    const Image& image = source.picture->image;
    return image.height == first.height && image.width == first.width;
  });
}

// "pictures[0][178:248, 260:380]"
std::string crop_text(const Document& document, std::size_t index) {
  const Source& source = document.sources[index];
  const CropSize size = document.crop_size;
  if (is_resized(document, source)) {
    return fmt::format("keras.preprocessing.image.smart_resize(pictures[{}], ({}, {}))", index,
                       size.height, size.width);
  }
  const CropOrigin origin = source.origin;
  return fmt::format("pictures[{}][{}:{}, {}:{}]", index, origin.top, origin.top + size.height,
                     origin.left, origin.left + size.width);
}

// Crops of many pictures, from the lists of their corners.
std::string looped_crops(const Document& document) {
  std::string tops;
  std::string lefts;
  for (const Source& source : document.sources) {
    append_item(tops, std::to_string(source.origin.top));
    append_item(lefts, std::to_string(source.origin.left));
  }
  return fmt::format("[p[y:y + {}, x:x + {}] for p, y, x in zip(pictures, [{}], [{}])]",
                     document.crop_size.height, document.crop_size.width, tops, lefts);
}

// Of a moving picture, which frame it is; empty of what does not move.
std::string frame_number(const Picture& picture) {
  return picture.moving ? "0" : picture.origin.member;
}

// Of what was made here: a stamp, one colour, or else the file that the canvas has to be saved as.
std::string canvas_text(const Picture& canvas) {
  const Image& image = canvas.image;
  if (canvas.stamp) return stamp_python(*canvas.stamp, image.height, image.width);
  const auto& rgb = image.rgb;
  bool one_color = true;
  for (std::size_t i = 3; i < rgb.size() && one_color; ++i) one_color = rgb[i] == rgb[i - 3];
  if (!one_color) return "np.array(keras.utils.load_img(\"canvas.png\"))";
  return fmt::format("np.full(({}, {}, 3), [{}, {}, {}], np.uint8)", image.height, image.width,
                     rgb[0], rgb[1], rgb[2]);
}

// As it was read: 8- and 16-bit numbers scaled to 0..1.
std::string array_text(const Picture& picture) {
  const ArrayLook& array = *picture.array;
  std::string text = fmt::format("np.load({})", python(picture.origin.file_name()));
  if (!picture.origin.member.empty()) text += fmt::format("[{}]", python(picture.origin.member));
  if (array.item) text += fmt::format("[{}]", *array.item);
  if (array.scale != 1.0f) text += fmt::format(" * np.float32({})", python(array.scale));
  return fmt::format("{}.reshape({}, {}, {})", array.scale == 1.0f ? text : "(" + text + ")",
                     picture.image.height, picture.image.width, array.channels());
}

// A list of arrays: from their files, from a camera, or what was copied elsewhere from the
// clipboard.
std::string loaded_pictures(const std::vector<std::shared_ptr<const Picture>>& pictures) {
  const bool all_files = std::all_of(pictures.begin(), pictures.end(), [](const auto& picture) {
    return picture->origin.is_file() && frame_number(*picture).empty() && !picture->array;
  });
  std::string items;
  for (const auto& picture : pictures) {
    const std::string name = python(picture->origin.file_name());
    const std::string frame = frame_number(*picture);
    if (all_files) {
      append_item(items, name);
    } else if (picture->array) {
      append_item(items, array_text(*picture));
    } else if (is_canvas(*picture)) {
      append_item(items, canvas_text(*picture));
    } else if (picture->origin.is_camera()) {
      append_item(items, fmt::format("cv2.VideoCapture({}).read()[1][..., ::-1]",
                                     python(picture->origin.file)));
    } else if (!frame.empty()) {
      append_item(items, fmt::format("imageio.v3.imread({}, index={})", name, frame));
    } else if (picture->origin.is_file()) {
      append_item(items, fmt::format("np.array(keras.utils.load_img({}))", name));
    } else {
      append_item(items, "np.array(PIL.ImageGrab.grabclipboard().convert(\"RGB\"))");
    }
  }
  if (!all_files) return fmt::format("[{}]", items);
  return fmt::format("[np.array(keras.utils.load_img(name)) for name in [{}]]", items);
}

// "2", or "[2, 1]" where the axes differ.
std::string step_text(int vertical, int horizontal) {
  return vertical == horizontal ? std::to_string(vertical)
                                : fmt::format("[{}, {}]", vertical, horizontal);
}

// What adopted filters see of `images`.
std::string adopted_text(const Document& document) {
  const Network& network = *document.network;
  if (!network_prepares(document)) return sees_grey(document) ? grey_of("images") : "images";
  const std::int64_t given = source_channels(document);
  const std::int64_t taken = prepared_channels(network.trained->model, given);
  nn::InputPreparation values = network.preparation;
  values.crop.reset();
  values.resize.reset();
  std::string text = prepared_of(taken != given ? grey_of("images") : "images", values);
  const auto first = first_convolution(network.trained->model);
  for (std::size_t i = 0; first && i < first->before.size(); ++i) {
    text = fmt::format("model.get_layer({})({})", python(first->before[i]->name()), text);
  }
  const bool colored = taken == kRgb;
  if (colored && network.sees_bgr()) text = fmt::format("({})[..., ::-1]", text);
  if (colored && sees_grey(document)) text = grey_of(fmt::format("({})", text));
  return text;
}

// "prepared = ..."
std::string prepared_code(const Document& document) {
  std::string text = adopted_text(document);
  if (const auto edges = bench_steps(document).edges) {
    text = fmt::format("np.pad({}, [(0, 0), ({}, {}), ({}, {}), (0, 0)])", text, edges->top,
                       edges->bottom, edges->left, edges->right);
  }
  return "prepared = " + text;
}

}  // namespace

bool adopts(const Document& document) { return document.adopt_network && document.network; }

std::string grey_of(const std::string& expression) {
  return expression + " @ np.float32([[0.299], [0.587], [0.114]])";
}

std::string prepared_of(std::string expression, const nn::InputPreparation& preparation) {
  const auto value = [](const std::vector<float>& values) {
    return values.size() == 1 ? python(values.front()) : python(values);
  };
  if (const auto& size = preparation.crop) {
    expression = fmt::format("keras.layers.CenterCrop(height={}, width={})({})", size->height,
                             size->width, expression);
  }
  if (const auto& size = preparation.resize) {
    expression = fmt::format("keras.layers.Resizing(height={}, width={})({})", size->height,
                             size->width, expression);
  }
  if (preparation.order == nn::ChannelOrder::kBgr) expression += "[..., ::-1]";
  if (preparation.scale != 1.0f) expression += " * " + python(preparation.scale);
  if (!preparation.mean.empty()) expression += " - " + value(preparation.mean);
  if (!preparation.standard_deviation.empty()) {
    expression = fmt::format("({}) / {}", expression, value(preparation.standard_deviation));
  }
  return expression;
}

std::string images_code(const Document& document) {
  const CropSize size = document.crop_size;
  // The numbers of arrays are taken as they are.
  const bool arrays = document.sources.front().picture->array.has_value();
  const char* const scaled = arrays ? "" : kScaled;
  if (is_centered(document)) {
    const std::string crop =
        fmt::format("keras.layers.CenterCrop(height={}, width={})", size.height, size.width);
    if (are_of_one_size(document)) {
      return arrays ? fmt::format("images = {}(pictures)", crop)
                    : fmt::format("images = keras.layers.Rescaling(1 / 255)({}(pictures))", crop);
    }
    return fmt::format("images = np.stack([{}(p) for p in pictures]){}", crop, scaled);
  }
  const std::size_t count = document.sources.size();
  const bool resized = std::any_of(document.sources.begin(), document.sources.end(),
                                   [&](const Source& s) { return is_resized(document, s); });
  if (count > kMostCropsListed && !resized) {
    return fmt::format("images = np.stack({}){}", looped_crops(document), scaled);
  }
  std::string crops;
  for (std::size_t i = 0; i < count; ++i) {
    append_item(crops, crop_text(document, i));
  }
  return fmt::format("images = np.stack([{}]){}", crops, scaled);
}

std::string outputs_code(const Document& document) {
  const bool adopted = adopts(document);
  const conv::Conv2dOptions options = bench_conv(document);
  std::string input = adopted ? "prepared" : "images";
  if (!adopted && sees_grey(document)) input = grey_of("images");
  std::string text = fmt::format("tf.nn.conv2d({}, {}, strides={}, padding=\"{}\"", input,
                                 has_mask(document) ? "filters * mask" : "filters",
                                 step_text(options.stride_h, options.stride_w),
                                 options.padding == conv::Padding::kSame ? "SAME" : "VALID");
  if (options.dilation_h != 1 || options.dilation_w != 1) {
    text += ", dilations=" + step_text(options.dilation_h, options.dilation_w);
  }
  text += ")";
  if (has_bias(document)) text += " + bias";
  if (options.activation == conv::Activation::kRelu) text = fmt::format("tf.nn.relu({})", text);
  return "outputs = " + text;
}

std::string coded(const Document& /*before*/, const MoveCrop& /*command*/, const Document& after) {
  return images_code(after);
}

std::string coded(const Document& /*before*/, const ResizeCrop& /*command*/,
                  const Document& after) {
  return images_code(after);
}

std::string coded(const Document& before, const SetPictures& command, const Document& after) {
  const std::size_t end = command.first + command.pictures.size();
  const bool all = !stand_together(*before.sources.front().picture, *after.sources.front().picture);
  const std::string place = all ? "[:]" : fmt::format("[{}:{}]", command.first, end);
  std::string line = fmt::format("pictures{} = {}", place, loaded_pictures(command.pictures));
  append_statement(line, images_code(after));
  const Filter& shape = before.filters.front();
  if (!shape.has_shape_of(after.filters.front())) append_statement(line, shape_code(before, after));
  return line;
}

std::string coded(const Document& /*before*/, const ShowPlanes& /*command*/,
                  const Document& /*after*/) {
  return {};  // the numbers stay
}

namespace {

// As if the canvas were another picture.
std::string canvas_code(const Document& before, std::size_t source, const Document& after) {
  return coded(before, SetPictures{source, {after.sources[source].picture}}, after);
}

}  // namespace

std::string coded(const Document& before, const DrawStroke& command, const Document& after) {
  return canvas_code(before, command.source, after);
}

std::string coded(const Document& before, const PutStamp& command, const Document& after) {
  return canvas_code(before, command.source, after);
}

std::string coded(const Document& before, const ClearCanvas& command, const Document& after) {
  return canvas_code(before, command.source, after);
}

std::string coded(const Document& /*before*/, const RemovePicture& command, const Document& after) {
  std::string line = fmt::format("del pictures[{}]", command.source);
  append_statement(line, images_code(after));
  return line;
}

std::string coded(const Document& /*before*/, const SetSteps& /*command*/, const Document& after) {
  return outputs_code(after);
}

std::string coded(const Document& /*before*/, const SetActivation& /*command*/,
                  const Document& after) {
  return outputs_code(after);
}

std::string coded(const Document& /*before*/, const AdoptNetwork& /*command*/,
                  const Document& after) {
  std::string line = adopts(after) ? prepared_code(after) : std::string();
  append_statement(line, outputs_code(after));
  return line;
}

}  // namespace convlens::lab
