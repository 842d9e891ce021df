#include "media/moving/video_file.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/opt.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/files/file_name.h"
#include "media/picture_file.h"

namespace convlens::media {
namespace {

// Formats of FFmpeg that name other files or the network, or take any text for a picture.
constexpr std::array<std::string_view, 15> kRefused{
    "concat", "dash", "hls", "image2", "image2pipe",         "imf",        "lavfi",    "mpjpeg",
    "rtp",    "rtsp", "sdp", "tty",    "webm_dash_manifest", "ffmetadata", "alias_pix"};

// The matrix that a stream's frames are to be shown by; none.
const std::int32_t* display_matrix(const AVStream& stream) {
  std::size_t size = 0;
  const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  constexpr std::size_t kBytes = 9 * sizeof(std::int32_t);
  return data != nullptr && size >= kBytes ? reinterpret_cast<const std::int32_t*>(data) : nullptr;
}

// Degrees clockwise, 0 to 360.
double turn_of(const std::int32_t* matrix) {
  const double turn = -std::round(av_display_rotation_get(matrix));
  return turn - 360 * std::floor(turn / 360 + 0.9 / 360);
}

bool near(double turn, double degrees) { return std::abs(turn - degrees) < 1; }

bool begins_by(std::string_view names, std::string_view name) {
  return names.substr(0, names.find(',')) == name;
}

}  // namespace

Result<VideoFile> VideoFile::open(const std::filesystem::path& path,
                                  const std::atomic<bool>& dropped) {
  av_log_set_level(AV_LOG_QUIET);
  VideoFile file;
  file.path_ = path;
  file.stop_ = std::make_unique<Stop>(&dropped);
  TRY(file.open());
  return file;
}

void VideoFile::stop_by(const std::atomic<bool>& dropped) { *stop_ = &dropped; }

Status VideoFile::open() {
  const std::string name = path_.string();
  format_.reset();
  AVFormatContext* format = avformat_alloc_context();
  format->interrupt_callback = {
      [](void* stop) -> int { return static_cast<int>((**static_cast<Stop*>(stop)).load()); },
      stop_.get()};
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  const int opened = avformat_open_input(&format, ("file:" + name).c_str(), nullptr, &options);
  av_dict_free(&options);
  if (opened < 0) {  // which has freed it
    return fail("{}: a picture or a video was expected ({})", name, word(said_by_ffmpeg(opened)));
  }
  format_.reset(format);
  const std::string_view kind = format->iformat->name;
  if (std::any_of(kRefused.begin(), kRefused.end(),
                  [kind](std::string_view refused) { return begins_by(kind, refused); })) {
    return fail("{}: a picture or a video was expected, found {}", name, word(std::string(kind)));
  }
  if (const int found = avformat_find_stream_info(format, nullptr); found < 0) {
    return fail("{}: the video cannot be read ({})", name, word(said_by_ffmpeg(found)));
  }
  index_ = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const bool cover = index_ >= 0 && (stream().disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
  if (index_ < 0 || cover) return fail("{}: the file holds no video", name);
  const auto [width, height] = std::pair(stream().codecpar->width, stream().codecpar->height);
  const PictureLimits limits;
  if (std::int64_t{width} * height > limits.max_pixels) {
    return fail("{}: the video is {} x {} pixels, at most {} altogether expected", name, width,
                height, limits.max_pixels);
  }
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    if (static_cast<int>(i) != index_) format->streams[i]->discard = AVDISCARD_ALL;
  }
  return {};
}

bool VideoFile::read(AVPacket& packet) {
  while (true) {
    av_packet_unref(&packet);
    if (av_read_frame(format_.get(), &packet) < 0) return false;
    if (packet.stream_index == index_) return true;
  }
}

bool VideoFile::seek(std::int64_t time) {
  return av_seek_frame(format_.get(), index_, time, AVSEEK_FLAG_BACKWARD) >= 0;
}

Status VideoFile::rewind() { return open(); }

Result<CodecHandle> VideoFile::decoder() const {
  const AVCodecParameters& parameters = *stream().codecpar;
  const AVCodec* codec = avcodec_find_decoder(parameters.codec_id);
  CodecHandle handle(codec != nullptr ? avcodec_alloc_context3(codec) : nullptr);
  const char* name = avcodec_get_name(parameters.codec_id);
  if (!handle) return fail("{}: nothing here decodes {}", path_.string(), word(name));
  avcodec_parameters_to_context(handle.get(), &parameters);
  handle->pkt_timebase = stream().time_base;
  handle->thread_count = 0;  // as many as there are processors
  if (const int opened = avcodec_open2(handle.get(), codec, nullptr); opened < 0) {
    return fail("{}: the {} video cannot be decoded ({})", path_.string(), word(name),
                word(said_by_ffmpeg(opened)));
  }
  return handle;
}

// As ffmpeg turns frames by a matrix.
int VideoFile::orientation() const {
  const std::int32_t* matrix = display_matrix(stream());
  if (matrix == nullptr) return 1;
  const double turn = turn_of(matrix);
  if (near(turn, 90)) return matrix[3] > 0 ? 5 : 6;
  if (near(turn, 180)) return matrix[0] < 0 ? (matrix[4] < 0 ? 3 : 2) : (matrix[4] < 0 ? 4 : 1);
  if (near(turn, 270)) return matrix[3] < 0 ? 7 : 8;
  return near(turn, 0) && matrix[4] < 0 ? 4 : 1;
}

std::vector<Phrase> VideoFile::not_done() const {
  std::vector<Phrase> notes;
  const AVRational aspect =
      av_guess_sample_aspect_ratio(format_.get(), format_->streams[index_], nullptr);
  if (aspect.num > 0 && aspect.num != aspect.den) {
    notes.push_back(phrase("pixels of {}:{} taken for squares", aspect.num, aspect.den));
  }
  if (const std::int32_t* matrix = display_matrix(stream()); matrix != nullptr) {
    const double turn = turn_of(matrix);
    const bool even = near(turn, 0) || near(turn, 90) || near(turn, 180) || near(turn, 270);
    if (!even) notes.push_back(phrase("the file's turn by {:.0f} degrees left out", turn));
  }
  const AVFieldOrder fields = stream().codecpar->field_order;
  if (fields != AV_FIELD_UNKNOWN && fields != AV_FIELD_PROGRESSIVE) {
    notes.push_back(phrase("both fields of its interlaced frames shown at once"));
  }
  return notes;
}

}  // namespace convlens::media
