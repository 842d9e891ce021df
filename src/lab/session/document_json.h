#pragma once

#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/result.h"
#include "lab/document/document.h"
#include "lab/session/json_fields.h"
#include "lab/session/session.h"

namespace convlens::lab {

inline constexpr const char* kVersionKey = "convlens_session";
inline constexpr std::array kPanelNames{"input", "filter", "trained_filter", "maps", "layers"};

nlohmann::json json_of(const Filter& filter);
Filter filter_of(JsonFields fields);

nlohmann::json json_of(const Origin& origin);
Origin origin_of(JsonFields fields);

nlohmann::json json_of(const Stamp& stamp);
Stamp stamp_of(JsonFields fields);

// The places that a document's parts have got among what was told so far. What is not there yet is
// put there.
class Places {
 public:
  Places(SessionData& data, std::vector<Filter>& filters, UntrainedModels& untrained)
      : data_(data), filters_(filters), untrained_(untrained) {}

  std::size_t of(const std::shared_ptr<const Picture>& picture);
  std::size_t of(const std::shared_ptr<const TrainedNetwork>& network);
  std::size_t of(const std::shared_ptr<const InputArray>& array);
  std::size_t of(const std::shared_ptr<const TestSet>& set);
  std::size_t of(const Filter& filter);
  UntrainedModels& untrained() { return untrained_; }

 private:
  SessionData& data_;
  std::vector<Filter>& filters_;
  UntrainedModels& untrained_;
};

// Filters, pictures, networks, arrays and test sets are named by their places.
nlohmann::json json_of(const Document& document, Places& places);
// What it names is there. Refused where no command could have made it.
Result<Document> document_of(JsonFields fields, const SessionData& data,
                             const std::vector<Filter>& filters, UntrainedModels& untrained);

nlohmann::json json_of(const Network& network, Places& places);
// Nothing where the network could not be found.
Result<std::optional<Network>> network_of(JsonFields fields, const SessionData& data,
                                          UntrainedModels& untrained);

}  // namespace convlens::lab
