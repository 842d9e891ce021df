#include "app/taken/python_export.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "app/taken/arrays.h"
#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/npy.h"
#include "core/files/sha256.h"
#include "core/printable.h"
#include "lab/code/bench_script.h"
#include "lab/stages/pipeline.h"
#include "media/photographs.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

// How the script's companions begin.
std::string stem_of(const fs::path& script) {
  const std::string stem = script.stem().string();
  return is_printable(stem) ? stem : "bench";
}

bool is_photograph(const lab::Picture& picture) {
  const std::string name = picture.origin.file_name();
  return !picture.description.empty() &&
         std::find(media::kPhotographs.begin(), media::kPhotographs.end(), name) !=
             media::kPhotographs.end();
}

// Whether its file still has what the lab shows of it, pixel by pixel.
bool is_as_in_its_file(const lab::Picture& picture) {
  return picture.origin.is_file() && !picture.array && !picture.moving &&
         picture.origin.member.empty() && picture.conversions.empty() &&
         is_printable(picture.origin.file) && !picture.origin.checksum.empty() &&
         file_sha256(picture.origin.file) == picture.origin.checksum;
}

lab::ScriptPicture named(const lab::Picture& picture, const fs::path& script) {
  using Way = lab::ScriptPicture::Way;
  if (is_photograph(picture)) return {Way::kSample, picture.origin.file_name()};
  const fs::path file = picture.origin.file;
  const bool beside = file.parent_path() == fs::absolute(script).lexically_normal().parent_path();
  if (beside) return {Way::kBeside, file.filename().string()};
  return {Way::kFile, file.string()};
}

// As a file of its own, of this name, with what the lab has of it.
Result<lab::ScriptPicture> write_beside(const lab::Picture& picture, const fs::path& folder,
                                        const std::string& stem) {
  if (!picture.array) {
    TRY(media::write_png(folder / (stem + ".png"), picture.image));
    return lab::ScriptPicture{lab::ScriptPicture::Way::kBeside, stem + ".png"};
  }
  const Tensor& values = *picture.array->values;
  const Shape& shape = values.shape();  // (1, h, w, c)
  TRY(write_npy(folder / (stem + ".npy"),
                TensorView(values.values(), {shape[1], shape[2], shape[3]})));
  return lab::ScriptPicture{lab::ScriptPicture::Way::kArray, stem + ".npy"};
}

Status write_inputs(const lab::Document& document, const fs::path& path) {
  lab::Pipeline pipeline;
  TRY(pipeline.update(document));
  for (const TakenArray& array : my_maps(document, pipeline).arrays) {
    if (array.name == "inputs") return write_npy(path, array.values);
  }
  return {};
}

}  // namespace

Result<std::vector<fs::path>> export_python(const lab::Document& document, fs::path path) {
  if (path.extension().empty()) path += ".py";
  if (!has_ending(path, ".py")) {
    return fail("{}: a Python script is saved as .py, another name expected", path.string());
  }
  const std::string stem = stem_of(path);
  std::vector<fs::path> written;
  std::vector<lab::ScriptPicture> pictures;
  for (const lab::Source& source : document.sources) {
    const auto first =
        std::find_if(document.sources.begin(), document.sources.end(),
                     [&](const lab::Source& other) { return other.picture == source.picture; });
    const auto place = static_cast<std::size_t>(first - document.sources.begin());
    if (place < pictures.size()) {  // once more
      pictures.push_back(pictures[place]);
      continue;
    }
    if (is_as_in_its_file(*source.picture)) {
      pictures.push_back(named(*source.picture, path));
      continue;
    }
    TRY_ASSIGN(auto beside, write_beside(*source.picture, path.parent_path(),
                                         fmt::format("{}-{}", stem, pictures.size() + 1)));
    written.push_back(path.parent_path() / beside.name);
    pictures.push_back(std::move(beside));
  }
  const std::string inputs = stem + "-inputs.npy";
  if (lab::reads_inputs(document)) {
    written.push_back(path.parent_path() / inputs);
    TRY(write_inputs(document, written.back()));
  }
  const std::string text = lab::bench_script(document, pictures, inputs);
  TRY(write_file(path, std::as_bytes(std::span(text))));
  written.push_back(std::move(path));
  return written;
}

}  // namespace convlens::app
