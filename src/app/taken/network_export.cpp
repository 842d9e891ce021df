#include "app/taken/network_export.h"

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/sha256.h"
#include "loaders/keras/keras_writer.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

Result<std::vector<std::byte>> bytes_of(const lab::Network& network) {
  const lab::Origin& origin = network.trained->origin;
  const nn::Model shown = lab::shown_model(network);
  const bool keeps_file = has_ending(origin.file, ".keras") && !origin.checksum.empty() &&
                          file_sha256(origin.file) == origin.checksum;
  if (keeps_file) {
    auto bytes = loaders::keras_bytes_like(origin.file, network.trained->model, shown);
    if (bytes) return bytes;
  }
  if (!network.trained->end.empty()) {
    return fail("{}: only the beginning of this network is known, {}", network.trained->name,
                network.trained->end);
  }
  auto bytes = loaders::keras_bytes(shown);
  if (!bytes) return fail("{}: {}", network.trained->name, bytes.error());
  return bytes;
}

nlohmann::json pair_of(const nn::HeightWidth& size) {
  return nlohmann::json::array({size.height, size.width});
}

// What the file beside the network says of it; null where that is nothing.
nlohmann::json facts_of(const lab::Network& network) {
  nlohmann::json facts;
  if (!network.class_names.empty()) facts["classes"] = network.class_names;
  const nn::InputPreparation& preparation = network.preparation;
  if (preparation == nn::InputPreparation{}) return facts;
  nlohmann::json& input = facts["input"];
  if (preparation.resize) input["size"] = pair_of(*preparation.resize);
  input["order"] = preparation.order == nn::ChannelOrder::kBgr ? "bgr" : "rgb";
  // There the scale, mean and deviation are of 8-bit values.
  input["scale"] = preparation.scale == 1.0f
                       ? nlohmann::json("1/255")
                       : nlohmann::json(static_cast<double>(preparation.scale) / 255.0);
  if (!preparation.mean.empty()) input["mean"] = preparation.mean;
  if (!preparation.standard_deviation.empty()) input["std"] = preparation.standard_deviation;
  return facts;
}

}  // namespace

Result<std::vector<fs::path>> export_network(const lab::Network& network, fs::path path) {
  if (path.extension().empty()) path += ".keras";
  if (!has_ending(path, ".keras")) {
    return fail("{}: a network is saved as .keras, another name expected", path.string());
  }
  TRY_ASSIGN(const auto bytes, bytes_of(network));
  TRY(write_file(path, bytes));
  std::vector<fs::path> written{path};
  const nlohmann::json facts = facts_of(network);
  const fs::path beside = fs::path(path).replace_extension(".json");
  std::error_code error;
  if (facts.is_null() || fs::exists(beside, error)) return written;
  const std::string text =
      facts.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  TRY(write_file(beside, std::as_bytes(std::span(text))));
  written.insert(written.begin(), beside);
  return written;
}

}  // namespace convlens::app
