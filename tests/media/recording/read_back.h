#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "core/image.h"

// Recordings as other programs read them.
namespace convlens::media::testing {

inline bool can_run(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}
inline bool has_ffmpeg() { return can_run("ffmpeg -version") && can_run("ffprobe -version"); }
inline bool has_pillow() { return can_run("/usr/bin/python3 -c 'import PIL.Image'"); }

// What a command says; empty where it fails.
inline std::string output_of(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string text;
  std::array<char, 65536> part{};
  while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) {
    text.append(part.data(), count);
  }
  return pclose(pipe) == 0 ? text : "";
}

inline std::vector<Image> cut_into_frames(const std::string& rgb, int height, int width) {
  const std::size_t size = static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * 3;
  EXPECT_EQ(rgb.size() % size, 0u);
  std::vector<Image> frames;
  for (std::size_t at = 0; at + size <= rgb.size(); at += size) {
    const auto begin = rgb.begin() + static_cast<std::ptrdiff_t>(at);
    frames.push_back({height, width, {begin, begin + static_cast<std::ptrdiff_t>(size)}});
  }
  return frames;
}

// Every frame as ffmpeg shows it by what the file's tags say, none repeated or left out.
inline std::vector<Image> by_ffmpeg(const std::filesystem::path& file, int height, int width) {
  return cut_into_frames(output_of("ffmpeg -v error -i '" + file.string() +
                                   "' -fps_mode passthrough -sws_flags accurate_rnd+full_chroma_int"
                                   " -f rawvideo -pix_fmt rgb24 -"),
                         height, width);
}

// "codec_name=h264 width=..." of the video stream, a line each, as ffprobe says it.
inline std::string probed(const std::filesystem::path& file, const std::string& entries) {
  return output_of("ffprobe -v error -count_frames -select_streams v -show_entries stream=" +
                   entries + " -of default=noprint_wrappers=1 '" + file.string() + "'");
}

struct GifFrames {
  int loop = -1;                // 0: for ever
  std::vector<int> hundredths;  // that each frame is shown
  std::vector<Image> frames;
};

// As Pillow composes them.
inline GifFrames by_pillow(const std::filesystem::path& file) {
  const std::filesystem::path raw = file.string() + ".raw";
  const std::string script =
      "import sys; from PIL import Image; m = Image.open(sys.argv[1]); out = open(sys.argv[2], "
      "'wb')\n"
      "print(m.info.get('loop', -1), m.width, m.height, m.n_frames)\n"
      "for i in range(m.n_frames):\n"
      "  m.seek(i); out.write(m.convert('RGB').tobytes()); print(round(m.info['duration'] / 10))\n";
  std::istringstream said(output_of("/usr/bin/python3 -c \"" + script + "\" '" + file.string() +
                                    "' '" + raw.string() + "'"));
  GifFrames read;
  int width = 0;
  int height = 0;
  std::size_t count = 0;
  if (!(said >> read.loop >> width >> height >> count)) return read;
  for (int hundredths = 0; said >> hundredths;) read.hundredths.push_back(hundredths);
  std::ifstream stream(raw, std::ios::binary);
  read.frames = cut_into_frames({std::istreambuf_iterator<char>(stream), {}}, height, width);
  EXPECT_EQ(read.frames.size(), count);
  EXPECT_EQ(read.hundredths.size(), count);
  return read;
}

// The frames of any animation, laid on white as Pillow does it.
inline std::vector<Image> on_white_by_pillow(const std::filesystem::path& file) {
  const std::string script =
      "import sys; from PIL import Image; m = Image.open(sys.argv[1])\n"
      "print(m.width, m.height)\n"
      "out = open(sys.argv[1] + '.raw', 'wb')\n"
      "for i in range(m.n_frames):\n"
      "  m.seek(i); rgba = m.convert('RGBA')\n"
      "  page = Image.new('RGBA', m.size, 'white'); page.alpha_composite(rgba)\n"
      "  out.write(page.convert('RGB').tobytes())\n";
  std::istringstream said(
      output_of("/usr/bin/python3 -c \"" + script + "\" '" + file.string() + "'"));
  int width = 0;
  int height = 0;
  if (!(said >> width >> height)) return {};
  std::ifstream stream(file.string() + ".raw", std::ios::binary);
  return cut_into_frames({std::istreambuf_iterator<char>(stream), {}}, height, width);
}

}  // namespace convlens::media::testing
