#include "loaders/keras/keras_model.h"

#include <charconv>
#include <utility>

#include "loaders/common/network_end.h"
#include "loaders/keras/keras_architecture.h"
#include "loaders/keras/keras_network.h"
#include "loaders/keras/keras_weights.h"

namespace convlens::loaders {
namespace {

// "3.4.1" -> 3. Files that do not tell are Keras 1's, except .keras archives.
int major_version(const ModelArchive& archive) {
  const std::string text = archive.fact("keras_version");
  int version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  if (version > 0) return version;
  const bool keras3 =
      archive.format == ArchiveFormat::kKeras3 || archive.format == ArchiveFormat::kKeras3Weights;
  return keras3 ? 3 : 1;
}

}  // namespace

Result<KerasModel> build_keras_model(ModelArchive archive) {
  TRY_ASSIGN(auto network, parse_architecture(archive.architecture));
  TRY(assign_weights(archive, network));
  const bool channels_first = uses_channels_first(network);
  std::vector<Phrase> notes;
  if (channels_first) {
    notes.push_back(phrase("the model takes its pictures with channels first; here they are last"));
  }
  const KerasDialect dialect{major_version(archive), archive.fact("backend")};
  TRY_ASSIGN(auto built, build_network(network, dialect, channels_first, notes));
  const Phrase end = built.end ? end_note(*built.end, built.model) : Phrase();
  if (built.end) notes.push_back(end);
  for (const Layout& layout : built.output_layouts) {
    if (layout.order != Order::kFlatMoved) continue;
    notes.push_back(phrase("its flattened output is in the order height, width, channels"));
  }
  return KerasModel{std::move(built.model), std::move(notes), end};
}

}  // namespace convlens::loaders
