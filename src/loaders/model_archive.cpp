#include "loaders/model_archive.h"

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

// The layout: numbers as this machine holds them, 32 or 64 bits; text as its length and its bytes.
//   magic, what (an archive or an error)
//   error:    message
//   archive:  format, architecture, facts (count, then key and value), groups (count, then path,
//             arrays (count, then name, rank, extents, values)), magic again
namespace convlens::loaders {
namespace {

constexpr std::uint32_t kMagic = 0x434C4D41;
constexpr std::uint32_t kArchive = 1;
constexpr std::uint32_t kError = 2;
constexpr std::uint64_t kMaxText = std::uint64_t{1} << 26;

class Writer {
 public:
  explicit Writer(const ByteSink& sink) : sink_(sink) {}

  template <typename T>
  void number(T value) {
    static_assert(std::is_integral_v<T>);
    bytes(std::as_bytes(std::span(&value, 1)));
  }
  void text(std::string_view value) {
    number<std::uint64_t>(value.size());
    bytes(std::as_bytes(std::span(value.data(), value.size())));
  }
  void tensor(const Tensor& tensor) {
    number<std::uint32_t>(static_cast<std::uint32_t>(tensor.shape().rank()));
    for (const std::int64_t extent : tensor.shape().extents()) number(extent);
    bytes(std::as_bytes(tensor.values()));
  }
  bool succeeded() const { return succeeded_; }

 private:
  void bytes(std::span<const std::byte> data) {
    if (succeeded_ && !data.empty()) succeeded_ = sink_(data);
  }

  const ByteSink& sink_;
  bool succeeded_ = true;
};

// After the first thing that does not fit, everything reads as zero and empty.
class Reader {
 public:
  Reader(const ByteSource& source, std::size_t budget) : source_(source), budget_(budget) {}

  template <typename T>
  T number() {
    T value{};
    if (!bytes(std::as_writable_bytes(std::span(&value, 1)))) value = {};
    return value;
  }
  // Of things that take at least `least` bytes each.
  std::uint64_t count(std::size_t least) {
    const auto value = number<std::uint64_t>();
    if (value <= budget_ / least) return value;
    return refuse("more than was to be expected");
  }
  std::string text() {
    const std::uint64_t length = count(1);
    if (length > kMaxText) refuse("text longer than was to be expected");
    if (!error_.empty()) return {};
    std::string value(length, '\0');
    bytes(std::as_writable_bytes(std::span(value.data(), value.size())));
    return value;
  }
  Tensor tensor() {
    const auto rank = number<std::uint32_t>();
    if (rank > Shape::kMaxRank) refuse("an array of too many axes");
    std::vector<std::int64_t> extents(error_.empty() ? rank : 0);
    for (std::int64_t& extent : extents) extent = number<std::int64_t>();
    const auto shape = Shape::checked(extents);
    if (!shape || shape->element_count() > budget_ / sizeof(float)) {
      refuse("an array larger than was to be expected");
    }
    if (!error_.empty()) return {};
    Result<Tensor> tensor = Tensor::create(*shape);
    if (!tensor) {
      refuse("an array larger than there is memory for");
      return {};
    }
    bytes(std::as_writable_bytes(tensor->values()));
    return *std::move(tensor);
  }

  std::uint64_t refuse(std::string_view what) {
    if (error_.empty()) error_ = what;
    return 0;
  }
  const std::string& error() const { return error_; }

 private:
  bool bytes(std::span<std::byte> data) {
    if (!error_.empty() || data.empty()) return error_.empty();
    if (data.size() > budget_) {
      refuse("more than was to be expected");
    } else if (!source_(data)) {
      refuse("only a part of the model");
    } else {
      budget_ -= data.size();
    }
    return error_.empty();
  }

  const ByteSource& source_;
  std::size_t budget_;
  std::string error_;
};

WeightGroup read_group(Reader& reader) {
  WeightGroup group;
  group.path = reader.text();
  // The least that an array takes: the length of its name, its rank and its extents.
  const std::uint64_t weights = reader.count(sizeof(std::uint64_t) + sizeof(std::uint32_t));
  for (std::uint64_t i = 0; i < weights && reader.error().empty(); ++i) {
    std::string name = reader.text();
    group.weights.push_back({std::move(name), reader.tensor()});
  }
  return group;
}

ModelArchive read_archive(Reader& reader) {
  ModelArchive archive;
  const auto format = reader.number<std::uint32_t>();
  if (format > static_cast<std::uint32_t>(ArchiveFormat::kGraph)) {
    reader.refuse("a model of an unknown format");
  } else {
    archive.format = static_cast<ArchiveFormat>(format);
  }
  archive.architecture = reader.text();
  constexpr std::size_t kTwoLengths = 2 * sizeof(std::uint64_t);
  const std::uint64_t facts = reader.count(kTwoLengths);
  for (std::uint64_t i = 0; i < facts && reader.error().empty(); ++i) {
    std::string key = reader.text();
    archive.facts[std::move(key)] = reader.text();
  }
  const std::uint64_t groups = reader.count(kTwoLengths);
  for (std::uint64_t i = 0; i < groups && reader.error().empty(); ++i) {
    archive.groups.push_back(read_group(reader));
  }
  if (reader.number<std::uint32_t>() != kMagic) reader.refuse("something that is not a model");
  return archive;
}

}  // namespace

std::string ModelArchive::fact(std::string_view key) const {
  const auto found = facts.find(key);
  return found == facts.end() ? std::string() : found->second;
}

bool send_archive(const Result<ModelArchive>& archive, const ByteSink& sink) {
  Writer writer(sink);
  writer.number(kMagic);
  if (!archive) {
    writer.number(kError);
    writer.text(archive.error().message);
    return writer.succeeded();
  }
  writer.number(kArchive);
  writer.number(static_cast<std::uint32_t>(archive->format));
  writer.text(archive->architecture);
  writer.number<std::uint64_t>(archive->facts.size());
  for (const auto& [key, value] : archive->facts) {
    writer.text(key);
    writer.text(value);
  }
  writer.number<std::uint64_t>(archive->groups.size());
  for (const WeightGroup& group : archive->groups) {
    writer.text(group.path);
    writer.number<std::uint64_t>(group.weights.size());
    for (const NamedTensor& weight : group.weights) {
      writer.text(weight.name);
      writer.tensor(weight.values);
    }
  }
  writer.number(kMagic);
  return writer.succeeded();
}

ReceivedArchive receive_archive(const ByteSource& source, std::size_t max_bytes) {
  Reader reader(source, max_bytes);
  if (reader.number<std::uint32_t>() != kMagic) reader.refuse("something that is not a model");
  const auto what = reader.number<std::uint32_t>();
  if (reader.error().empty() && what == kError) {
    std::string message = reader.text();
    if (reader.error().empty()) return {true, fail("{}", message)};
  }
  if (what != kArchive) reader.refuse("something that is not a model");
  ModelArchive archive = read_archive(reader);
  if (!reader.error().empty()) return {false, fail("found {}", reader.error())};
  return {true, std::move(archive)};
}

}  // namespace convlens::loaders
