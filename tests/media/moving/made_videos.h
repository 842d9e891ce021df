#pragma once

#include <filesystem>
#include <string>
#include <vector>

// Videos that ffmpeg makes for the tests, and what it says of them.
namespace convlens::media::testing {

struct MadeVideo {
  std::string name;
  std::string input;    // options in front of the output's
  std::string options;  // of the output
};

// A picture that changes everywhere all the time, with colours at the ends of their range.
inline std::string moving_source(int width, int height, int frames) {
  return "-f lavfi -i testsrc2=size=" + std::to_string(width) + "x" + std::to_string(height) +
         ":rate=25:duration=" + std::to_string(frames / 25.0);
}

inline std::vector<MadeVideo> made_videos() {
  const std::string usual = moving_source(160, 96, 60);
  const std::string odd = moving_source(200, 120, 30) + " -vf crop=161:97:exact=1";
  const std::string h264 = "-c:v libx264 -preset veryfast -g 12 -bf 3 ";
  return {
      {"h264.mp4", usual, h264 + "-pix_fmt yuv420p"},
      {"h264_open_gop.mkv", usual, h264 + "-pix_fmt yuv420p -x264-params open-gop=1"},
      {"h264_full.mp4", usual, h264 + "-pix_fmt yuvj420p -color_range pc"},
      {"h264_709.mp4", usual,
       h264 + "-pix_fmt yuv420p -vf scale=out_color_matrix=bt709 -colorspace bt709 "
              "-color_range tv"},
      {"h264_709_full.mp4", usual,
       h264 + "-pix_fmt yuv420p -vf scale=out_color_matrix=bt709:out_range=full "
              "-colorspace bt709 -color_range pc"},
      {"h264_2020.mp4", usual,
       h264 + "-pix_fmt yuv420p10le -vf scale=out_color_matrix=bt2020 -colorspace bt2020nc"},
      {"h264_444.mp4", usual, h264 + "-pix_fmt yuv444p"},
      {"h264_rgb.mkv", usual, "-c:v libx264rgb -preset veryfast -g 12 -pix_fmt rgb24"},
      {"h264_422_10.mov", usual, h264 + "-pix_fmt yuv422p10le"},
      {"grey.mkv", usual, "-c:v ffv1 -pix_fmt gray"},
      {"h264_refresh.mkv", usual,
       "-c:v libx264 -preset veryfast -pix_fmt yuv420p -x264-params intra-refresh=1:keyint=20"},
      {"h264_interlaced.ts", usual, h264 + "-pix_fmt yuv420p -flags +ildct+ilme"},
      {"h264_late.ts", usual, h264 + "-pix_fmt yuv420p -output_ts_offset 100"},
      {"h264_raw.h264", usual, h264 + "-pix_fmt yuv420p"},
      {"h264.avi", usual, h264 + "-pix_fmt yuv420p"},
      {"h264_variable.mp4", usual,
       h264 + "-pix_fmt yuv420p -vf select='not(mod(n\\,3))+gt(mod(n\\,7)\\,4)' "
              "-fps_mode vfr"},
      {"h264_odd_aspect.mp4", usual, h264 + "-pix_fmt yuv420p -vf setsar=64/45"},
      {"hevc.mp4", usual, "-c:v libx265 -preset ultrafast -g 12 -x265-params log-level=none"},
      {"vp8.webm", usual, "-c:v libvpx -auto-alt-ref 1 -lag-in-frames 12 -g 15 -b:v 300k"},
      {"vp9.webm", usual, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -lag-in-frames 12 -g 15"},
      {"mpeg4.avi", usual, "-c:v mpeg4 -bf 2 -g 12 -q:v 3"},
      {"mpeg2.mpg", usual, "-c:v mpeg2video -bf 2 -g 12 -q:v 3"},
      {"mjpeg.avi", odd, "-c:v mjpeg -q:v 3 -pix_fmt yuvj422p"},
      {"theora.ogv", usual, "-c:v libtheora -g 12 -q:v 7"},
      {"prores.mov", usual, "-c:v prores_ks"},
      {"ffv1.mkv", odd, "-c:v ffv1 -pix_fmt yuv420p"},
      {"ffv1_16.mkv", odd, "-c:v ffv1 -pix_fmt gbrp16le"},
      {"raw.nut", odd, "-c:v rawvideo -pix_fmt bgr24"},
      {"apng.png", odd, "-c:v apng -f apng -plays 0 -pix_fmt rgb24"},
      {"animated.gif", odd, ""},
      {"wmv2.wmv", usual, "-c:v wmv2 -q:v 3"},
      {"flv1.flv", usual, "-c:v flv -q:v 3 -g 12"},
  };
}

}  // namespace convlens::media::testing
