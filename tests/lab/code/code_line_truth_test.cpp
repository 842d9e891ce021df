#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "core/temporary_folder.h"
#include "lab/code/code_line.h"
#include "lab/networks.h"
#include "lab/random_commands.h"

// The lines of NumPy are run, and leave the arrays that the commands leave.
namespace convlens::lab {
namespace {

using nlohmann::json;
using testing::noise_image;
using testing::numbered_picture;
using testing::picture;
using testing::picture_name;
using testing::RandomCommands;

constexpr int kChains = 140;
constexpr int kSteps = 20;

template <typename T>
json described(const char* type, const std::vector<std::int64_t>& shape,
               std::span<const T> values) {
  std::string bytes;
  const auto* data = reinterpret_cast<const unsigned char*>(values.data());
  for (std::size_t i = 0; i < values.size_bytes(); ++i) bytes += fmt::format("{:02x}", data[i]);
  return {{"type", type}, {"shape", shape}, {"bytes", bytes}};
}

json floats(const TensorView& tensor) {
  std::vector<std::int64_t> shape;
  for (int axis = 0; axis < tensor.shape().rank(); ++axis) shape.push_back(tensor.shape()[axis]);
  return described("<f4", shape, tensor.values());
}

bool any_bias(const Document& document) {
  return std::any_of(document.filters.begin(), document.filters.end(),
                     [](const Filter& filter) { return filter.bias != 0.0f; });
}
bool any_muted(const Document& document) {
  return std::any_of(document.filters.begin(), document.filters.end(),
                     [](const Filter& filter) { return !filter.muted.empty(); });
}

// A value of every weight of the filters, as HWIO.
Tensor kernel_of_values(const Document& document,
                        const std::function<float(const Filter&, std::size_t)>& value) {
  const Filter& first = document.filters.front();
  const std::size_t count = document.filters.size();
  Tensor kernel({first.height, first.width, first.channels, static_cast<std::int64_t>(count)});
  for (std::size_t f = 0; f < count; ++f) {
    for (std::size_t tap = 0; tap < first.weights.size(); ++tap) {
      kernel.data()[tap * count + f] = value(document.filters[f], tap);
    }
  }
  return kernel;
}

// `bias` and `mask` are there where some filter has one.
json filter_arrays(const Document& document) {
  json arrays;
  arrays["filters"] = floats(kernel_of_values(
      document, [](const Filter& filter, std::size_t tap) { return filter.weights[tap]; }));
  if (any_muted(document)) {
    arrays["mask"] = floats(kernel_of_values(document, [](const Filter& filter, std::size_t tap) {
      return filter.is_muted(tap) ? 0.0f : 1.0f;
    }));
  }
  if (any_bias(document)) {
    std::vector<float> biases;
    for (const Filter& filter : document.filters) biases.push_back(filter.bias);
    arrays["bias"] = floats(Tensor({static_cast<std::int64_t>(biases.size())}, biases));
  }
  return arrays;
}

json images_of(const Document& document) {
  const CropSize size = document.crop_size;
  Tensor images({static_cast<std::int64_t>(document.sources.size()), size.height, size.width,
                 source_channels(document)});
  float* value = images.data();
  for (const Source& source : document.sources) {
    const Tensor pixels = source_crop(source, size);
    value = std::copy(pixels.values().begin(), pixels.values().end(), value);
  }
  return floats(images);
}

json values_of(const Picture& picture) {
  const Image& image = picture.image;
  const std::vector<std::int64_t> shape{image.height, image.width, picture.channels()};
  if (picture.array) {
    return described("<f4", shape, std::as_const(*picture.array->values).values());
  }
  return described("u1", shape, std::span<const std::uint8_t>(image.rgb));
}

json pictures_of(const Document& document) {
  json pictures = json::array();
  for (const Source& source : document.sources) pictures.push_back(values_of(*source.picture));
  return pictures;
}

json kernels_of(const nn::Model& model) {
  json kernels = json::array();
  for (int layer = 0; layer < model.layer_count(); ++layer) {
    const auto bank = filter_bank(model, layer, false);
    kernels.push_back(bank ? floats(bank->kernel) : json());
  }
  return kernels;
}

json case_of(const Document& before, const Command& command, const Document& after) {
  json result;
  result["pictures"] = pictures_of(before);
  result["before"] = filter_arrays(before);
  const nn::Model& trained = before.network->trained->model;
  result["before"]["moments"] = floats(before.network->trained->moments->kernels);
  result["after"] = filter_arrays(after);
  const PanelCode code = code_of(before, command, after);
  const bool tells = code.panel == CodePanel::kInput && !code.text.empty();
  if (tells) result["after"]["images"] = images_of(after);
  result["model"] = kernels_of(shown_model(*before.network));
  result["trained"] = kernels_of(trained);
  result["edited"] = kernels_of(shown_model(*after.network));
  result["line"] = code.text;
  return result;
}

Document first_document() {
  Document document = notebook_document({picture("first", noise_image(40, 50, 1)),
                                         picture("second", noise_image(40, 50, 2)),
                                         picture("third", noise_image(33, 61, 3))});
  return testing::after(std::move(document),
                        {ResizeCrop{0, {12, 19}, {3, 4}}, ShapeFilters{4, 3, 3},
                         SetNetwork{testing::walkable_network()}});
}

std::string output_of(const std::string& command, int& status) {
  std::string text;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return text;
  char part[512];
  while (std::fgets(part, sizeof part, pipe) != nullptr) text += part;
  status = pclose(pipe);
  return text;
}

TEST(CodeLineTruth, LinesLeaveTheArraysThatCommandsLeave) {
  int status = 0;
  output_of(CONVLENS_PYTHON " -c 'import numpy'", status);
  if (status != 0) GTEST_SKIP() << "skipped: " CONVLENS_PYTHON " has no NumPy";
  json files;
  for (int number = 0; number < testing::kNumbered; ++number) {
    files[picture_name(number)] = values_of(*numbered_picture(number));
  }
  json cases = json::array();
  std::array<int, std::variant_size_v<Command>> kinds{};
  for (unsigned chain = 0; chain < kChains; ++chain) {
    RandomCommands commands(chain + 1);
    Document document = first_document();
    for (int step = 0; step < kSteps; ++step) {
      const Command command = commands.next(document);
      const auto next = lab::apply(document, command);
      if (!next || *next == document) continue;
      cases.push_back(case_of(document, command, *next));
      ++kinds[command.index()];
      document = *next;
    }
  }
  for (const Command& kind : std::initializer_list<Command>{
           SetWeights{}, ReplaceWeights{}, AddFilters{}, RemoveFilter{}, MoveFilter{},
           ShapeFilters{}, SetBias{}, MuteWeights{}, LockFilter{}, MoveCrop{}, ResizeCrop{},
           SetPictures{}, ShowPlanes{}, RemovePicture{}, SetFilters{}, TakeFilter{}, ShowMoment{},
           RestoreNetwork{}}) {
    EXPECT_GT(kinds[kind.index()], 2) << "of alternative " << kind.index();
  }
  const std::string all = json{{"files", files}, {"cases", cases}}.dump();
  for (const char* said : {"np.rot90",   "[:, ::-1]",   "[::-1]",     "*= -1",        "*= 2",
                           "*= 0.5",     "w.mean()",    "[:, :-1",    "[:, 1:",       "[:-1, :",
                           "[1:, :",     "np.abs(w)",   "norm(w)",    "free.sum()",   "np.newaxis",
                           "np.array(",  "np.pad(",     "np.repeat(", ".sum(axis=2",  "zip(",
                           "CenterCrop", "[..., ::-1]", "order",      "smart_resize", "np.load("}) {
    EXPECT_NE(all.find(said), std::string::npos) << said;
  }
  const TemporaryFolder folder;
  const std::string path = (folder / "cases.json").string();
  std::ofstream(path) << all;
  const std::string said = output_of(
      CONVLENS_PYTHON " -I '" CONVLENS_TEST_DIR "/lab/code/code_line_runner.py' '" + path + "'",
      status);
  EXPECT_EQ(status, 0) << said;
  EXPECT_EQ(said, std::to_string(cases.size()) + "\n");
  EXPECT_GT(cases.size(), 400u);
}

}  // namespace
}  // namespace convlens::lab
