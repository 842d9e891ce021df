#include "app/session/link.h"

#include <zlib.h>

#include <algorithm>

#include "core/base64.h"
#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"
#include "lab/lab.h"

// Benches in words: as they come through a chat that cuts and changes them, and as somebody may
// have packed them on purpose.
namespace convlens::fuzz {
namespace {

constexpr std::string_view kMark = "convlens1.";

const std::vector<std::shared_ptr<const lab::Picture>>& pictures() {
  static const auto kPictures = [] {
    std::vector<std::shared_ptr<const lab::Picture>> all;
    for (const std::uint8_t grey : {90, 91}) {
      Image image{12, 14, std::vector<std::uint8_t>(std::size_t{12} * 14 * 3, grey)};
      all.push_back(std::make_shared<const lab::Picture>(
          lab::Picture{"mine", std::move(image), {}, {}, {}, {}}));
    }
    return all;
  }();
  return kPictures;
}

std::vector<Bytes> links(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  lab::Document document = lab::notebook_document(pictures());
  document.crop_size = {6, 7};
  for (lab::Source& source : document.sources) source.origin = {1, 2};
  lab::Lab lab(document);
  const auto tell = [&] { all.push_back(to_bytes(app::link_of(lab.document(), lab.view()))); };
  tell();
  lab.commit(lab::ShapeFilters{2, 3, 1});
  lab.commit(lab::SetWeights{0, {{0, 0, 0, 0.1f}}});
  lab.commit(lab::SetSteps{2, 1, 1, 1, conv::Padding::kValid});
  tell();
  return all;
}

std::string unpacked(std::string_view link) {
  const auto bytes = from_base64url(link.substr(std::min(link.size(), kMark.size())));
  std::string text(std::size_t{1} << 20, '\0');
  uLongf size = text.size();
  const bool done =
      bytes && uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                          reinterpret_cast<const Bytef*>(bytes->data()), bytes->size()) == Z_OK;
  text.resize(done ? size : 0);
  return text;
}

Bytes packed(std::span<const std::byte> text) {
  uLongf size = compressBound(text.size());
  Bytes bytes(size);
  compress(reinterpret_cast<Bytef*>(bytes.data()), &size,
           reinterpret_cast<const Bytef*>(text.data()), text.size());
  bytes.resize(size);
  return to_bytes(std::string(kMark) + base64url(bytes));
}

Bytes damage(const Bytes& seed, const Bytes& other, Random& random) {
  if (one_in(random, 4)) return damage_bytes(seed, other, random);
  const std::string content = unpacked(to_text(seed));
  if (one_in(random, 8)) return packed(damage_bytes(to_bytes(content), other, random));
  return packed(to_bytes(damage_json(content, random)));
}

}  // namespace

const Target& target() {
  static const Target kTarget{links, {}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto bench = app::read_link(text, fuzz::pictures());
  if (!bench) {
    fuzz::must_be_sentence(bench.error().message);
    fuzz::count(fuzz::Outcome::kRefused);
    return 0;
  }
  for (const Phrase& missing : bench->missing) fuzz::must_be_sentence(missing.english());
  // What is taken can be shown, and told and taken again as it is.
  lab::Lab lab(*bench->document);
  app::take_looks(*bench, lab.view());
  const auto again = app::read_link(app::link_of(lab.document(), lab.view()), fuzz::pictures());
  fuzz::must_be(again.has_value(), "a bench that is read again",
                again ? "" : again.error().message);
  fuzz::must_be(again->document->filters == bench->document->filters, "the same filters", text);
  fuzz::count(fuzz::Outcome::kAccepted);
  return 0;
}
