#include <nlohmann/json.hpp>

#include "core/printable.h"
#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"

// Text out of a file, quoted in a message.
namespace convlens::fuzz {
namespace {

std::vector<Bytes> texts(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  // Characters of one to four bytes, the first and the last of each length, and what is none.
  all.push_back(
      to_bytes("\x7F\xC2\x80\xC2\xA0\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xED\xA0\x80\xEF\xBF"
               "\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\xF5\x80\xC0\x80\xE0\x80\x80"));
  all.push_back(to_bytes("conv2d_1/kernel:0"));
  all.push_back(to_bytes("dense\n\t\r\x1B[31m\u2028\u202E"));
  return all;
}

}  // namespace

const Target& target() {
  static const Target kTarget{texts, {"cases.json"}, damage_bytes};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const std::string text = fuzz::to_text(std::as_bytes(std::span(data, size)));
  const std::string shown = printable(text);
  fuzz::must_be(is_printable(shown), "printable text", shown);
  // The JSON library throws at what is no UTF-8.
  const auto replace = nlohmann::json::error_handler_t::replace;
  const auto quoted = nlohmann::json(shown).dump(-1, ' ', false, replace);
  fuzz::must_be(nlohmann::json::parse(quoted).get<std::string>() == shown, "UTF-8", shown);
  constexpr std::size_t kMost = 80 + std::string_view("\u2026").size();
  fuzz::must_be(shown.size() <= kMost, "short text", shown);
  const bool is_short = text.size() <= 80;
  fuzz::must_be(!is_printable(text) || !is_short || shown == text, "the text itself", shown);
  fuzz::count(shown == text ? fuzz::Outcome::kAccepted : fuzz::Outcome::kRefused);
  return 0;
}
