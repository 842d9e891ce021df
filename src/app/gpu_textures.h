#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/colormap.h"
#include "gl/colormap_pass.h"
#include "gl/texture.h"
#include "lab/lab.h"
#include "ui/panel.h"

namespace convlens::app {

// The lab's pictures and maps on the GPU. Panels ask for handles while they are drawn; upload()
// then brings exactly those up to date, before the frame is rendered.
class GpuTextures final : public ui::Textures {
 public:
  static Result<std::unique_ptr<GpuTextures>> create(const lab::Lab& lab);

  ImTextureID picture(std::size_t source) override;
  ImTextureID map(std::size_t source, std::size_t filter) override;

  // Uploads what changed since the last frame and colours what changed or is looked at otherwise.
  void upload();

 private:
  struct PictureEntry {
    std::shared_ptr<const lab::Picture> picture;  // what the texture shows
    gl::Texture texture;
  };
  struct MapEntry {
    gl::Texture values;   // r32f
    gl::Texture colored;  // rgba8
    std::uint64_t revision = 0;
    ValueRange range;
    Colormap colormap = Colormap::kViridis;
    bool requested = false;
  };

  GpuTextures(const lab::Lab& lab, gl::ColormapPass pass);
  void upload_map(std::size_t source, std::size_t filter, MapEntry& entry);

  const lab::Lab& lab_;
  gl::ColormapPass pass_;
  std::vector<PictureEntry> pictures_;
  std::vector<std::vector<MapEntry>> maps_;  // [source][filter]
};

}  // namespace convlens::app
