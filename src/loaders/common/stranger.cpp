#include "loaders/common/stranger.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/file.h"
#include "core/files/zip_archive.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStart = 256;  // bytes, in which each shows what it is

// Without what may stand in front of the first mark of a text, in small letters.
std::string plain_start(std::string_view start) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (start.starts_with(kByteOrderMark)) start.remove_prefix(kByteOrderMark.size());
  start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
  std::string text(start);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_web_page(std::string_view start) {
  const std::string text = plain_start(start);
  return text.starts_with("<!doctype html") || text.starts_with("<html");
}

// The number that PyTorch's files of before version 1.6 begin with, as Python pickles it.
bool is_old_torch(std::string_view start) {
  constexpr std::string_view kMagic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14);
  return start.starts_with(kMagic);
}

bool is_torch_archive(const fs::path& path, std::string_view start) {
  if (!start.starts_with("PK\x03\x04")) return false;
  const std::vector<std::string> names = zip_names(path);
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name.ends_with("/data.pkl") || name.ends_with("/constants.pkl");
  });
}

// The length of a header of JSON in eight bytes, then the header.
bool is_safetensors(std::string_view start) {
  return start.size() > 10 && start.substr(8, 2) == "{\"" &&
         start.substr(4, 4) == std::string(4, '\0');
}

bool is_tensorflow_js(std::string_view start) {
  std::string text = plain_start(start);
  text.erase(std::remove_if(text.begin(), text.end(),
                            [](unsigned char c) { return std::isspace(c) != 0; }),
             text.end());
  return text.starts_with("{") && (text.find(R"("format":"layers-model")") != std::string::npos ||
                                   text.find(R"("format":"graph-model")") != std::string::npos);
}

}  // namespace

std::optional<Phrase> stranger(const fs::path& path) {
  const std::vector<std::byte> bytes = read_start(path, kStart);
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (start.starts_with("version https://git-lfs")) {
    return phrase("this is a pointer of Git LFS, not the file itself; git lfs pull fetches that");
  }
  if (is_web_page(start)) return phrase("this is a web page, not the file that it may lead to");
  if (is_old_torch(start) || is_torch_archive(path, start)) {
    return phrase(
        "this is a file of PyTorch, which only the program that wrote it can read;"
        " torch.onnx.export(model, example, \"model.onnx\") writes what can be opened");
  }
  if (is_safetensors(start)) {
    return phrase(
        "this is a file of safetensors, which holds weights without layers; the program"
        " that knows the layers can write a .keras or .onnx");
  }
  if (is_tensorflow_js(start)) {
    return phrase(
        "this is a network of TensorFlow.js; the Keras model that it was made from can be"
        " opened");
  }
  return std::nullopt;
}

}  // namespace convlens::loaders
