#include "app/open/array_sources.h"

#include <string>
#include <utility>

#include "app/files/file_kind.h"
#include "app/files/origin.h"
#include "app/open/array_input.h"
#include "app/open/open_files.h"
#include "lab/document/document.h"
#include "lab/pictures/array_picture.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

Result<std::vector<std::shared_ptr<const lab::Picture>>> open_arrays(const fs::path& path) {
  TRY_ASSIGN(const auto array, read_picture_array(path, false, {}));
  const Shape& shape = array.values.shape();  // (n, h, w, c)
  const Shape one{1, shape[1], shape[2], shape[3]};
  if (const Status fits = lab::check_source(one); !fits) {
    return fail("{}: {}", path.string(), fits.error());
  }
  if (shape[0] < 1 || shape[0] > std::int64_t{lab::kMaxSources}) {
    return fail("{}: an array of {} items, 1 to {} expected", path.string(), shape[0],
                lab::kMaxSources);
  }
  const lab::Origin origin = origin_of(path, array.member);
  std::vector<std::shared_ptr<const lab::Picture>> sources;
  for (std::int64_t n = 0; n < shape[0]; ++n) {
    const std::size_t size = one.element_count();
    auto values = std::make_shared<const Tensor>(
        one, array.values.values().subspan(static_cast<std::size_t>(n) * size, size));
    std::string name = path.filename().string();
    if (shape[0] > 1) name += fmt::format(" [{}]", n);
    lab::Picture picture = *lab::array_picture(std::move(name), std::move(values),
                                               lab::first_planes(static_cast<int>(shape[3])));
    picture.origin = origin;
    if (shape[0] > 1) picture.array->item = static_cast<int>(n);
    picture.array->scale = array.scale;
    if (array.scale != 1.0f) {
      picture.conversions = {phrase("times 1/{:.0f}", 1.0 / double{array.scale})};
    }
    sources.push_back(std::make_shared<const lab::Picture>(std::move(picture)));
  }
  return sources;
}

}  // namespace

Result<std::vector<std::shared_ptr<const lab::Picture>>> open_sources(const fs::path& path) {
  if (is<ArrayFile>(kind_of(path))) return open_arrays(path);
  TRY_ASSIGN(auto picture, open_picture(path));
  return std::vector{std::move(picture)};
}

bool has_shape_of_filters(const Shape& shape) {
  return shape.rank() == 4 && shape[0] <= lab::kMaxFilterSide && shape[1] <= lab::kMaxFilterSide;
}

}  // namespace convlens::app
