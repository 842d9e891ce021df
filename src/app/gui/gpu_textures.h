#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "core/colormap.h"
#include "gl/colormap_pass.h"
#include "gl/texture.h"
#include "lab/lab.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/host.h"

namespace convlens::app {

// The lab's pictures and maps on the GPU. Panels ask for handles while they are drawn; upload()
// then brings exactly those up to date, before the frame is rendered.
class GpuTextures final : public ui::Textures {
 public:
  static Result<std::unique_ptr<GpuTextures>> create(const lab::Lab& lab);

  ImTextureID picture(std::size_t source) override;
  ui::TexturePart picture_part(std::size_t source, const ui::PixelBlock& pixels,
                               bool grey) override;
  ImTextureID map(const lab::MapId& id, float pixel) override;
  ImTextureID filters(int layer, int plane) override;
  ImTextureID network_input() override;
  ImTextureID test_picture(int item) override;
  ui::TestSheet test_sheet(std::span<const int> items) override;
  ImTextureID network_output(std::size_t output) override;
  ui::FigureTexture figure(lab::FigureKind kind) override;

  // Uploads what changed since the last frame and colours what changed or is looked at otherwise.
  void upload();

 private:
  // Some real pixels: several blocks of a picture may be looked at in one frame.
  struct Detail {
    ui::PixelBlock pixels;
    gl::Texture texture;
    bool requested = false;
  };
  // A picture in its colours or in grey.
  struct PictureLook {
    gl::Texture texture;  // of all of it, reduced where it is large
    bool reduced = false;
    std::vector<Detail> details;  // of a reduced picture
  };
  struct PictureEntry {
    std::shared_ptr<const lab::Picture> picture;  // what the textures show
    PictureLook colors;
    PictureLook grey;
  };
  // A map as one part of the window shows it; another may show it in another size.
  struct MapLook {
    lab::MapId id;
    int height = 0;  // values, fewer than the map has where they are averaged
    int width = 0;
    int repeat = 1;  // pixels for each of them, down and across

    friend auto operator<=>(const MapLook&, const MapLook&) = default;
  };
  struct MapEntry {
    Shape shape;          // of the map
    gl::Texture values;   // r32f
    gl::Texture colored;  // rgba8
    std::uint64_t revision = 0;
    std::vector<ValueRange> ranges;
    Colormap colormap = Colormap::kViridis;
    bool requested = false;
    int idle_frames = 0;
  };
  // A layer's filters as they were last drawn.
  struct FiltersEntry {
    std::shared_ptr<const Tensor> kernel;
    bool bgr = false;
    int plane = 0;
    Colormap colormap = Colormap::kSignedLight;
    gl::Texture texture;
  };
  struct NetworkEntry {
    std::uint64_t updates = 0;  // of the run whose input or output it shows
    std::size_t output = 0;
    Colormap colormap = Colormap::kBinary;
    gl::Texture texture;
  };
  // The figure that was drawn last, and of what.
  struct FigureEntry {
    lab::FigureKind kind = lab::FigureKind::kCrops;
    std::uint64_t maps = 0;  // updates of the pipeline
    std::uint64_t run = 0;   // and of the network
    bool has_network = false;
    gl::Texture texture;
    ui::FigureTexture shown;
  };
  // Whether the entry has to be drawn anew, for what the run holds now.
  bool renew(NetworkEntry& entry, std::size_t output) const;
  bool sees_canvas() const;

  GpuTextures(const lab::Lab& lab, gl::ColormapPass pass);
  PictureLook& look(std::size_t source, bool grey);
  static bool show_next(PictureEntry& entry, const lab::Picture& picture);
  void retire_pictures();
  // All of a map's values, or their averages where the texture is smaller.
  static void upload_values(const TensorView& map, gl::Texture& texture);
  void upload_map(const lab::ShownMaps& maps, MapEntry& entry);

  const lab::Lab& lab_;
  gl::ColormapPass pass_;
  std::vector<PictureEntry> pictures_;
  // Of pictures that are gone since the last upload, and since the one before: a frame may show
  // what was there when it began.
  std::vector<PictureEntry> retired_;
  std::vector<PictureEntry> retired_before_;
  std::map<MapLook, MapEntry> maps_;
  std::map<int, FiltersEntry> filters_;  // by layer
  // Items of a test set that were asked for.
  struct TestPictures {
    std::shared_ptr<const lab::TestSet> set;
    std::map<int, gl::Texture> items;
  };
  TestPictures test_pictures_;
  // The sheet that was asked for last.
  struct SheetEntry {
    std::shared_ptr<const lab::TestSet> set;
    std::vector<int> items;
    Colormap colormap = Colormap::kBinary;
    gl::Texture texture;
    ui::TestSheet shown;
  };
  SheetEntry sheet_;
  NetworkEntry input_;
  NetworkEntry output_;
  FigureEntry figure_;
};

}  // namespace convlens::app
