#include "app/gpu_textures.h"

#include <algorithm>
#include <utility>

#include "gl/gl_info.h"

namespace convlens::app {

namespace {

// Every n-th pixel of every n-th row where the picture passes the device's limit: it is only
// looked at through this texture, and such a picture is always shown reduced.
gl::Texture picture_texture(const Image& image) {
  const int limit = gl::max_texture_side();
  const int step = (std::max(image.height, image.width) + limit - 1) / limit;
  if (step <= 1) return gl::Texture::rgb8(image.height, image.width, image.rgb);
  Image reduced{(image.height + step - 1) / step, (image.width + step - 1) / step, {}};
  for (int y = 0; y < image.height; y += step) {
    for (int x = 0; x < image.width; x += step) {
      const auto pixel = image.pixel(y, x);
      reduced.rgb.insert(reduced.rgb.end(), pixel.begin(), pixel.end());
    }
  }
  return gl::Texture::rgb8(reduced.height, reduced.width, reduced.rgb);
}

}  // namespace

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
    entry = {picture, picture_texture(picture->image)};
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
      if (std::exchange(row[f].requested, false)) upload_map(s, f, row[f]);
    }
  }
}

void GpuTextures::upload_map(std::size_t source, std::size_t filter, MapEntry& entry) {
  if (!entry.values || !entry.colored) return;  // more than the device can hold
  const lab::FeatureMap& map = lab_.pipeline().map(source, filter);
  const ValueRange range = lab_.shown_range(source, filter);
  const Colormap colormap = lab::shown_colormap(lab_.view());
  const bool new_values = entry.revision != map.revision;
  if (new_values) entry.values.upload_r32f(map.values.values());
  if (new_values || entry.range != range || entry.colormap != colormap) {
    pass_.run(entry.values, range, colormap, entry.colored);
  }
  entry.revision = map.revision;
  entry.range = range;
  entry.colormap = colormap;
}

}  // namespace convlens::app
