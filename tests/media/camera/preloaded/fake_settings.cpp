#include "media/camera/preloaded/fake_settings.h"

#include <linux/videodev2.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace convlens::media::testing {
namespace {

// "YUYV:640x480@30"
FakeMode mode_of(const std::string& text) {
  FakeMode mode;
  mode.fourcc = v4l2_fourcc(text.at(0), text.at(1), text.at(2), text.at(3));
  char x = 0;
  char at = 0;
  std::istringstream(text.substr(5)) >> mode.width >> x >> mode.height >> at >> mode.fps;
  return mode;
}

std::vector<FakeMode> modes_of(const std::string& text) {
  std::vector<FakeMode> modes;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) modes.push_back(mode_of(word));
  return modes;
}

void set(FakeSettings& settings, const std::string& key, const std::string& value) {
  const auto number = [&value] { return static_cast<std::uint32_t>(std::stoul(value)); };
  if (key == "device") settings.device = value;
  if (key == "name") settings.name = value;
  if (key == "bus") settings.bus = value;
  if (key == "state") settings.state = value;
  if (key == "kind") settings.kind = value;
  if (key == "modes") settings.modes = modes_of(value);
  if (key == "padding") settings.padding = std::stoi(value);
  if (key == "colorspace") settings.colorspace = number();
  if (key == "ycbcr_enc") settings.ycbcr_enc = number();
  if (key == "quantization") settings.quantization = number();
  if (key == "matrix") settings.matrix = value;
  if (key == "range") settings.range = value;
}

FakeSettings settings_in(const std::string& line) {
  FakeSettings settings;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    const auto sign = word.find('=');
    if (sign != std::string::npos) set(settings, word.substr(0, sign), word.substr(sign + 1));
  }
  return settings;
}

}  // namespace

std::optional<std::vector<FakeSettings>> all_settings() {
  const char* path = std::getenv("CONVLENS_FAKE_CAMERAS");
  if (path == nullptr) return std::nullopt;
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::vector<FakeSettings> all;
  for (std::string line; std::getline(file, line);) all.push_back(settings_in(line));
  return all;
}

FakeSettings settings_of(const std::string& device) {
  for (FakeSettings& settings : all_settings().value_or(std::vector<FakeSettings>())) {
    if (settings.device == device) return settings;
  }
  FakeSettings gone;
  gone.state = "gone";
  return gone;
}

}  // namespace convlens::media::testing
