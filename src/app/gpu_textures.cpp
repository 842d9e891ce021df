#include "app/gpu_textures.h"

#include <algorithm>
#include <utility>

namespace convlens::app {

Result<std::unique_ptr<GpuTextures>> GpuTextures::create(const lab::Lab& lab) {
  auto pass = gl::ColormapPass::create();
  if (!pass) return fail(std::move(pass.error()));
  return std::unique_ptr<GpuTextures>(new GpuTextures(lab, std::move(*pass)));
}

GpuTextures::GpuTextures(const lab::Lab& lab, gl::ColormapPass pass)
    : lab_(lab), pass_(std::move(pass)) {}

ImTextureID GpuTextures::picture(std::size_t source) {
  const auto& picture = lab_.document().sources[source].picture;
  pictures_.resize(std::max(pictures_.size(), source + 1));
  PictureEntry& entry = pictures_[source];
  if (entry.picture != picture) {
    const Image& image = picture->image;
    entry = {picture, gl::Texture::rgb8(image.height, image.width, image.rgb)};
  }
  return entry.texture.id();
}

ImTextureID GpuTextures::map(std::size_t source, std::size_t filter) {
  maps_.resize(std::max(maps_.size(), source + 1));
  auto& row = maps_[source];
  if (row.size() <= filter) row.resize(filter + 1);
  MapEntry& entry = row[filter];
  const Shape& shape = lab_.pipeline().map(source, filter).values.shape();
  const auto height = static_cast<int>(shape[0]);
  const auto width = static_cast<int>(shape[1]);
  if (entry.values.height() != height || entry.values.width() != width) {
    entry = {};
    entry.values = gl::Texture::r32f(height, width);
    entry.colored = gl::Texture::rgba8(height, width);
  }
  entry.requested = true;
  return entry.colored.id();
}

void GpuTextures::upload() {
  const lab::Pipeline& pipeline = lab_.pipeline();
  maps_.resize(std::min(maps_.size(), pipeline.source_count()));
  for (std::size_t s = 0; s < maps_.size(); ++s) {
    auto& row = maps_[s];
    row.resize(std::min(row.size(), pipeline.filter_count()));
    for (std::size_t f = 0; f < row.size(); ++f) {
      if (std::exchange(row[f].requested, false)) upload_map(pipeline.map(s, f), row[f]);
    }
  }
}

void GpuTextures::upload_map(const lab::FeatureMap& map, MapEntry& entry) {
  if (!entry.values || !entry.colored) return;  // more than the device can hold
  const lab::View& view = lab_.view();
  const ValueRange range = view.shared_range ? lab_.pipeline().shared_range() : map.range;
  const bool new_values = entry.revision != map.revision;
  if (new_values) entry.values.upload_r32f(map.values.values());
  if (new_values || entry.range != range || entry.colormap != view.colormap) {
    pass_.run(entry.values, range, view.colormap, entry.colored);
  }
  entry.revision = map.revision;
  entry.range = range;
  entry.colormap = view.colormap;
}

}  // namespace convlens::app
