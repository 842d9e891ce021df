#include "app/session/kept_bench.h"

#include <algorithm>
#include <utility>

#include "app/files/file_kind.h"
#include "app/open/open_files.h"
#include "app/session/link.h"
#include "app/session/start.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

void take_pictures(lab::Document kept, lab::Document& document) {
  document.sources = std::move(kept.sources);
  document.crop_size = kept.crop_size;
}

void take_filters(lab::Document kept, lab::Document& document) {
  document.filters = std::move(kept.filters);
  document.conv = kept.conv;
  document.network = std::move(kept.network);
  document.adopt_network = kept.adopt_network;
}

}  // namespace

bool is_kept(const fs::path& named) {
  return is_link(named.string()) || is<SessionFile>(kind_of(named));
}

fs::path kept_name(const fs::path& named) {
  return is_link(named.string()) ? fs::path("the bench in words") : named;
}

Result<lab::Document> kept_document(const fs::path& named) {
  TRY_ASSIGN(const auto start, open_start({named}));
  if (start.missing.empty()) return start.history.current();
  return fail("{}: {}", kept_name(named).string(), start.missing.front());
}

Result<lab::Document> open_bench(const std::vector<fs::path>& pictures,
                                 const std::vector<fs::path>& filters, const FrameChoice& frames) {
  const auto kept = std::find_if(pictures.begin(), pictures.end(), &is_kept);
  if (kept != pictures.end() && pictures.size() > 1) {
    return fail("{}: a session brings all pictures, {} files were given", kept->string(),
                pictures.size());
  }
  const bool keeps_pictures = kept != pictures.end();
  const bool keeps_filters = !filters.empty() && is_kept(filters.back());
  TRY_ASSIGN(auto document, open_document(keeps_pictures ? std::vector<fs::path>{} : pictures,
                                          keeps_filters ? std::vector<fs::path>{} : filters,
                                          keeps_pictures ? FrameChoice{} : frames));
  if (keeps_pictures) {
    TRY(check_frames(kept_name(*kept), frames));
    TRY_ASSIGN(auto bench, kept_document(*kept));
    take_pictures(std::move(bench), document);
  }
  if (keeps_filters) {
    TRY_ASSIGN(auto bench, kept_document(filters.back()));
    take_filters(std::move(bench), document);
  }
  return document;
}

Result<Tensor> bench_inputs(const lab::Document& document) {
  std::vector<Tensor> inputs;  // (1, H, W, C) each
  for (const lab::Source& source : document.sources) {
    TRY_ASSIGN(auto input,
               lab::bench_input(document, lab::source_crop(source, document.crop_size)));
    inputs.push_back(std::move(input));
  }
  const Shape& one = inputs.front().shape();
  const auto count = static_cast<std::int64_t>(inputs.size());
  TRY_ASSIGN(auto batch, Tensor::create({count, one[1], one[2], one[3]}));
  float* out = batch.data();
  for (const Tensor& input : inputs) {
    out = std::copy(input.values().begin(), input.values().end(), out);
  }
  return batch;
}

}  // namespace convlens::app
