#include "app/gui/gpu_textures.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "app/figures/figure_drawing.h"
#include "app/figures/live_figure.h"
#include "gl/gl_info.h"
#include "lab/pictures/canvas.h"
#include "lab/shown/reduced_map.h"
#include "lab/shown/test_sheet.h"

namespace convlens::app {

namespace {

// Luma of ITU-R BT.601, as the greys elsewhere.
std::uint8_t grey_of(std::span<const std::uint8_t> pixel) {
  return static_cast<std::uint8_t>((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000);
}

// Every `step`-th pixel of every `step`-th row of a block.
gl::Texture pixels_texture(const Image& image, const ui::PixelBlock& block, int step, bool grey) {
  Image part{(block.height + step - 1) / step, (block.width + step - 1) / step, {}};
  part.rgb.reserve(static_cast<std::size_t>(part.height) * static_cast<std::size_t>(part.width) *
                   3);
  for (int y = block.top; y < block.top + block.height; y += step) {
    for (int x = block.left; x < block.left + block.width; x += step) {
      const auto pixel = image.pixel(y, x);
      if (grey) {
        part.rgb.insert(part.rgb.end(), 3, grey_of(pixel));
      } else {
        part.rgb.insert(part.rgb.end(), pixel.begin(), pixel.end());
      }
    }
  }
  return gl::Texture::rgb8(part.height, part.width, part.rgb);
}

// A pixel of a map that is 2.4 pixels of the screen wide would be 2 or 3 wide, unevenly. Drawn 3
// wide first and then reduced, its edges fall where they belong, at most a pixel soft. Large ones
// are even enough.
int repeat_of(float pixel) {
  constexpr float kEvenEnough = 12;
  const bool whole = std::abs(pixel - std::round(pixel)) < 1e-3f;
  return pixel < 1 || whole || pixel > kEvenEnough ? 1 : static_cast<int>(std::ceil(pixel));
}

// How many values of an axis are shown where each is `pixel` pixels wide: all, or averages.
int shown_extent(std::int64_t extent, float pixel) {
  if (pixel > lab::kAveragedPixel) return static_cast<int>(extent);
  return std::max(1, static_cast<int>(std::lround(static_cast<float>(extent) * pixel)));
}

}  // namespace

Result<std::unique_ptr<GpuTextures>> GpuTextures::create(const lab::Lab& lab) {
  TRY_ASSIGN(auto pass, gl::ColormapPass::create());
  return std::unique_ptr<GpuTextures>(new GpuTextures(lab, std::move(pass)));
}

GpuTextures::GpuTextures(const lab::Lab& lab, gl::ColormapPass pass)
    : lab_(lab), pass_(std::move(pass)) {}

// A film's next frame goes where the one before it was.
bool GpuTextures::show_next(PictureEntry& entry, const lab::Picture& picture) {
  gl::Texture& texture = entry.colors.texture;
  const Image& image = picture.image;
  const bool fits = texture && !entry.colors.reduced && picture.overview.rgb.empty() &&
                    texture.height() == image.height && texture.width() == image.width;
  if (!fits) return false;
  texture.upload_rgb8(image.rgb);
  entry.grey = {};
  return true;
}

GpuTextures::PictureLook& GpuTextures::look(std::size_t source, bool grey) {
  const auto& picture = lab_.document().sources[source].picture;
  pictures_.resize(std::max(pictures_.size(), source + 1));
  PictureEntry& entry = pictures_[source];
  if (entry.picture != picture && !show_next(entry, *picture)) {
    retired_.push_back(std::exchange(entry, {}));
  }
  entry.picture = picture;
  PictureLook& look = grey ? entry.grey : entry.colors;
  if (!look.texture) {
    const bool overview = !picture->overview.rgb.empty();
    const Image& image = overview ? picture->overview : picture->image;
    const int limit = gl::max_texture_side();
    const int step = (std::max(image.height, image.width) + limit - 1) / limit;
    look.reduced = overview || step > 1;
    look.texture = step <= 1 && !grey ? gl::Texture::rgb8(image.height, image.width, image.rgb)
                                      : pixels_texture(image, {0, 0, image.height, image.width},
                                                       std::max(1, step), grey);
  }
  return look;
}

ImTextureID GpuTextures::picture(std::size_t source) { return look(source, false).texture.id(); }

ui::TexturePart GpuTextures::picture_part(std::size_t source, const ui::PixelBlock& pixels,
                                          bool grey) {
  // So few that they are uploaded at once when another part is looked at.
  constexpr int kMostDetail = 1024;
  PictureLook& look = this->look(source, grey);
  const Image& image = lab_.document().sources[source].picture->image;
  const bool detailed = look.reduced && std::max(pixels.height, pixels.width) <= kMostDetail;
  if (detailed) {
    auto detail = std::find_if(look.details.begin(), look.details.end(),
                               [&](const Detail& known) { return known.pixels == pixels; });
    if (detail == look.details.end()) {
      detail = look.details.insert(detail, {pixels, pixels_texture(image, pixels, 1, grey)});
    }
    detail->requested = true;
    return {detail->texture.id()};
  }
  const auto part = [](int pixel, int extent) {
    return static_cast<float>(pixel) / static_cast<float>(extent);
  };
  return {look.texture.id(), ImVec2(part(pixels.left, image.width), part(pixels.top, image.height)),
          ImVec2(part(pixels.left + pixels.width, image.width),
                 part(pixels.top + pixels.height, image.height))};
}

ImTextureID GpuTextures::map(const lab::MapId& id, float pixel) {
  const lab::ShownMaps maps = lab::shown_maps(lab_, id);
  if (maps.empty()) return 0;
  const Shape& shape = maps.values.shape();
  const bool single = maps.ranges.size() == 1;  // a sheet's tiles are of whole values
  const int height = shown_extent(shape[0], single ? pixel : 1);
  const int width = shown_extent(shape[1], single ? pixel : 1);
  const int repeat = repeat_of(pixel);
  MapEntry& entry = maps_[{id, height, width, repeat}];
  entry.shape = shape;
  if (!entry.values) {
    entry.values = gl::Texture::r32f(height, width);
    entry.colored =
        gl::Texture::rgba8(height * repeat, width * repeat, gl::Texture::Reduced::kLinear);
  }
  entry.requested = true;
  return entry.colored.id();
}

ImTextureID GpuTextures::filters(int layer, int plane) {
  const auto bank = lab_.shown_bank(layer);
  if (!bank) return 0;
  const auto& kernel = lab_.run().model().layer(layer)->weights().front().value;
  const Colormap colormap = lab::signed_colormap(lab_.view().theme);
  FiltersEntry& entry = filters_[layer];
  const bool same = entry.kernel == kernel && entry.bgr == bank->bgr && entry.plane == plane &&
                    entry.colormap == colormap;
  if (!same) {
    const Image picture = lab::filter_picture(*bank, plane, lab::bank_scale(*bank), colormap);
    if (entry.texture.height() == picture.height && entry.texture.width() == picture.width) {
      entry.texture.upload_rgb8(picture.rgb);
    } else {
      entry.texture = gl::Texture::rgb8(picture.height, picture.width, picture.rgb);
    }
    entry.kernel = kernel;
    entry.bgr = bank->bgr;
    entry.plane = plane;
    entry.colormap = colormap;
  }
  return entry.texture.id();
}

bool GpuTextures::renew(NetworkEntry& entry, std::size_t output) const {
  const Colormap colormap = lab::shown_network_colormap(lab_.view());
  const std::uint64_t updates = lab_.run().updates();
  const bool same =
      entry.updates == updates && entry.colormap == colormap && entry.output == output;
  entry.updates = updates;
  entry.colormap = colormap;
  entry.output = output;
  return !same || !entry.texture;
}

// A drawing looks as it does while it is drawn.
bool GpuTextures::sees_canvas() const {
  const lab::Document& document = lab_.document();
  const auto& picture = document.sources[lab_.view().source].picture;
  const lab::NetworkSource source = document.network->source;
  return lab::is_canvas(*picture) && !lab_.view().network_colormap &&
         (source == lab::NetworkSource::kPicture || source == lab::NetworkSource::kWholePicture);
}

ImTextureID GpuTextures::network_input() {
  if (!lab_.has_network()) return 0;
  if (renew(input_, 0)) {
    const Colormap colors = sees_canvas() ? Colormap::kGray : input_.colormap;
    const Image picture = lab::input_picture(lab_.run().seen(), colors);
    input_.texture = gl::Texture::rgb8(picture.height, picture.width, picture.rgb);
  }
  return input_.texture.id();
}

ImTextureID GpuTextures::test_picture(int item) {
  const auto& network = lab_.document().network;
  const auto set = network ? network->test_set : nullptr;
  if (!set || item < 0 || item >= set->count()) return 0;
  if (test_pictures_.set != set) test_pictures_ = {set, {}};
  gl::Texture& texture = test_pictures_.items[item];
  if (!texture) {
    const Tensor values = lab::test_items(*set, item, 1);
    const Image picture = lab::input_picture(values, lab::shown_network_colormap(lab_.view()));
    texture = gl::Texture::rgb8(picture.height, picture.width, picture.rgb);
  }
  return texture.id();
}

ui::TestSheet GpuTextures::test_sheet(std::span<const int> items) {
  const auto& network = lab_.document().network;
  const auto set = network ? network->test_set : nullptr;
  if (!set || items.empty()) return {};
  const Colormap colormap = lab::shown_network_colormap(lab_.view());
  const bool same =
      sheet_.set == set && sheet_.colormap == colormap && sheet_.texture &&
      std::equal(items.begin(), items.end(), sheet_.items.begin(), sheet_.items.end());
  if (same) return sheet_.shown;
  sheet_.set = set;
  sheet_.items.assign(items.begin(), items.end());
  sheet_.colormap = colormap;
  constexpr std::size_t kColumns = 16;
  const Image picture = lab::test_sheet(*set, items, kColumns, colormap);
  if (sheet_.texture.height() == picture.height && sheet_.texture.width() == picture.width) {
    sheet_.texture.upload_rgb8(picture.rgb);
  } else {
    sheet_.texture = gl::Texture::rgb8(picture.height, picture.width, picture.rgb);
  }
  sheet_.shown = {sheet_.texture.id(), kColumns, (items.size() + kColumns - 1) / kColumns};
  return sheet_.shown;
}

ImTextureID GpuTextures::network_output(std::size_t output) {
  if (!lab_.has_network()) return 0;
  if (renew(output_, output)) {
    const lab::NetworkRun& run = lab_.run();
    const auto node = static_cast<std::size_t>(run.model().output_nodes()[output]);
    const Image picture = lab::output_picture(run.activations()[node].view(),
                                              lab::output_range(run.sheet(node)), output_.colormap);
    output_.texture = gl::Texture::rgb8(picture.height, picture.width, picture.rgb);
  }
  return output_.texture.id();
}

ui::FigureTexture GpuTextures::figure(lab::FigureKind kind) {
  const bool has_network = lab_.has_network();
  const std::uint64_t maps = lab_.pipeline().updates();
  const std::uint64_t run = has_network ? lab_.run().updates() : 0;
  const bool is_drawn = figure_.shown.id != 0 || !figure_.shown.why_not.empty();
  const bool same = is_drawn && figure_.kind == kind && figure_.maps == maps &&
                    figure_.run == run && figure_.has_network == has_network;
  if (same) return figure_.shown;
  FigureEntry entry{kind, maps, run, has_network, {}, {}};
  const auto picture =
      live_figure(lab_, kind).and_then([](const Figure& figure) { return drawn(figure); });
  if (picture) {
    entry.texture = gl::Texture::rgb8(picture->height, picture->width, picture->rgb);
    entry.shown = {entry.texture.id(), picture->width, picture->height, {}};
  } else {
    entry.shown.why_not = picture.error().phrase;
  }
  figure_ = std::move(entry);
  return figure_.shown;
}

void GpuTextures::retire_pictures() {
  const auto& sources = lab_.document().sources;
  for (std::size_t i = 0; i < pictures_.size(); ++i) {
    const bool shown = i < sources.size() && pictures_[i].picture == sources[i].picture;
    if (!shown) retired_.push_back(std::exchange(pictures_[i], {}));
  }
  pictures_.resize(std::min(pictures_.size(), sources.size()));
  retired_before_ = std::exchange(retired_, {});
}

void GpuTextures::upload() {
  retire_pictures();
  for (PictureEntry& entry : pictures_) {
    for (PictureLook* look : {&entry.colors, &entry.grey}) {
      std::erase_if(look->details,
                    [](Detail& detail) { return !std::exchange(detail.requested, false); });
    }
  }
  // A map that nobody has looked at for a while gives its memory back.
  constexpr int kIdleFrames = 300;
  for (auto entry = maps_.begin(); entry != maps_.end();) {
    if (std::exchange(entry->second.requested, false)) {
      entry->second.idle_frames = 0;
      const lab::ShownMaps maps = lab::shown_maps(lab_, entry->first.id);
      if (!maps.empty()) upload_map(maps, entry->second);
    } else if (++entry->second.idle_frames > kIdleFrames) {
      entry = maps_.erase(entry);
      continue;
    }
    ++entry;
  }
}

void GpuTextures::upload_values(const TensorView& map, gl::Texture& texture) {
  const Shape& shape = map.shape();
  if (texture.height() == shape[0] && texture.width() == shape[1]) {
    return texture.upload_r32f(map.values());
  }
  texture.upload_r32f(lab::averaged(map, texture.height(), texture.width()).values());
}

void GpuTextures::upload_map(const lab::ShownMaps& maps, MapEntry& entry) {
  if (!entry.values || !entry.colored) return;  // more than the device can hold
  // Of another size since it was asked for: the next frame asks anew.
  if (entry.shape != maps.values.shape()) return;
  const bool new_values = entry.revision != maps.revision;
  if (new_values) upload_values(maps.values, entry.values);
  if (new_values || entry.ranges != maps.ranges || entry.colormap != maps.colormap) {
    pass_.run(entry.values, maps.ranges, maps.columns, maps.colormap, entry.colored);
  }
  entry.revision = maps.revision;
  entry.ranges = maps.ranges;
  entry.colormap = maps.colormap;
}

}  // namespace convlens::app
