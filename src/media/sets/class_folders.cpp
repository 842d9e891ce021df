#include "media/sets/class_folders.h"

#include <algorithm>
#include <cstring>
#include <opencv2/imgproc.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "core/files/file_name.h"
#include "core/printable.h"
#include "media/formats/picture_header.h"
#include "media/picture_file.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

bool is_picture_name(const fs::path& path) {
  const auto endings = picture_endings();
  return std::any_of(endings.begin(), endings.end(), [&path](const PictureEnding& known) {
    return has_ending(path, known.ending);
  });
}

struct FolderContent {
  std::vector<fs::path> folders;
  std::vector<fs::path> pictures;
};

bool comes_first(const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); }

// What is not hidden, by the bytes of the names, as Python sorts them.
FolderContent content_of(const fs::path& folder) {
  FolderContent content;
  std::error_code error;
  fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::path& path = entries->path();
    if (path.filename().string().starts_with('.')) continue;
    std::error_code unknown;
    if (entries->is_directory(unknown)) {
      content.folders.push_back(path);
    } else if (is_picture_name(path)) {
      content.pictures.push_back(path);
    }
  }
  std::sort(content.folders.begin(), content.folders.end(), &comes_first);
  std::sort(content.pictures.begin(), content.pictures.end(), &comes_first);
  return content;
}

// The set while its pictures come one after the other.
class FolderSet {
 public:
  FolderSet(const fs::path& folder, const WantedPictures& wanted) : wanted_(wanted) {
    set_.name = folder.filename().string();
  }

  // `left`: how many more may come, which room is made for.
  Status add(const fs::path& file, int label, std::size_t left) {
    TRY_ASSIGN(auto read, read_picture(file));
    Image& image = read.image;
    if (wanted_.height <= 0 || wanted_.width <= 0) {
      wanted_.height = image.height;
      wanted_.width = image.width;
    }
    if (picture_bytes() * (set_.labels.size() + left) > kMostSetBytes) {
      return fail("{}: {} pictures of {}x{} pixels are more than {} bytes",
                  file.parent_path().parent_path().string(), set_.labels.size() + left,
                  wanted_.height, wanted_.width, kMostSetBytes);
    }
    if (image.height != wanted_.height || image.width != wanted_.width) image = scaled(image);
    append(image);
    set_.labels.push_back(label);
    return {};
  }

  LabelledPictures take(std::vector<std::string> names) {
    if (scaled_ > 0) {
      set_.notes.push_back(phrase("{} of {} pictures scaled to {}x{}", scaled_, set_.labels.size(),
                                  wanted_.height, wanted_.width));
    }
    if (colored_ > 0) set_.notes.push_back(phrase("{} colour pictures made grey", colored_));
    set_.class_names = std::move(names);
    set_.shape = Shape{static_cast<std::int64_t>(set_.labels.size()), wanted_.height, wanted_.width,
                       wanted_.channels};
    return std::move(set_);
  }

 private:
  std::size_t picture_bytes() const {
    return static_cast<std::size_t>(wanted_.height) * static_cast<std::size_t>(wanted_.width) *
           static_cast<std::size_t>(wanted_.channels);
  }

  Image scaled(const Image& image) {
    ++scaled_;
    Image result{wanted_.height, wanted_.width, {}};
    result.rgb.resize(static_cast<std::size_t>(result.height) *
                      static_cast<std::size_t>(result.width) * 3);
    // OpenCV takes no pointer to what is const; it only reads here.
    const cv::Mat from(image.height, image.width, CV_8UC3,
                       const_cast<std::uint8_t*>(image.rgb.data()));
    cv::Mat to(result.height, result.width, CV_8UC3, result.rgb.data());
    cv::resize(from, to, to.size(), 0, 0, cv::INTER_LINEAR);
    return result;
  }

  void append(const Image& image) {
    const std::vector<std::uint8_t>& rgb = image.rgb;
    if (wanted_.channels != 1) {
      set_.pixels.insert(set_.pixels.end(), rgb.begin(), rgb.end());
      return;
    }
    const std::size_t at = set_.pixels.size();
    std::vector<float> luma(rgb.size() / 3);
    write_luma(image, 1.0f, luma.data());
    set_.pixels.resize(at + luma.size());
    bool has_colors = false;
    for (std::size_t i = 0; i < luma.size(); ++i) {
      set_.pixels[at + i] = static_cast<std::uint8_t>(luma[i]);
      const std::uint8_t* pixel = rgb.data() + i * 3;
      has_colors = has_colors || pixel[0] != pixel[1] || pixel[1] != pixel[2];
    }
    colored_ += has_colors ? 1 : 0;
  }

  WantedPictures wanted_;
  LabelledPictures set_;
  int scaled_ = 0;
  int colored_ = 0;
};

}  // namespace

bool is_class_folders(const fs::path& folder) {
  std::error_code unknown;
  if (!fs::is_directory(folder, unknown)) return false;
  const FolderContent content = content_of(folder);
  if (!content.pictures.empty()) return false;
  int with_pictures = 0;
  for (const fs::path& one : content.folders) {
    if (with_pictures == 2) break;
    with_pictures += content_of(one).pictures.empty() ? 0 : 1;
  }
  return with_pictures == 2;
}

Result<LabelledPictures> open_class_folders(const fs::path& folder, const WantedPictures& wanted,
                                            const std::atomic<bool>* dropped) {
  std::vector<std::vector<fs::path>> classes;
  std::vector<std::string> names;
  std::size_t left = 0;
  for (const fs::path& one : content_of(folder).folders) {
    classes.push_back(content_of(one).pictures);
    names.push_back(legible(one.filename().string()));
    left += classes.back().size();
  }
  if (left == 0) {
    return fail("{}: a folder with a subfolder of pictures for each class was expected",
                folder.string());
  }
  FolderSet set(folder, wanted);
  for (std::size_t label = 0; label < classes.size(); ++label) {
    for (const fs::path& file : classes[label]) {
      if (dropped != nullptr && *dropped) return fail("{}: not wanted any more", folder.string());
      TRY(set.add(file, static_cast<int>(label), left--));
    }
  }
  return set.take(std::move(names));
}

}  // namespace convlens::media
