#include "loaders/isolation/model_archive.h"

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

// The layout: numbers as this machine holds them, 32 or 64 bits; text as its length and its bytes.
//   magic, what (an archive or an error)
//   error:    a phrase: its pattern, its values (count, then what each is and the text or phrase)
//   archive:  format, architecture, facts (count, then key and value), groups (count, then path,
//             arrays (count, then name, rank, extents, values)), magic again
namespace convlens::loaders {
namespace {

constexpr std::uint32_t kMagic = 0x434C4D41;
constexpr std::uint32_t kArchive = 1;
constexpr std::uint32_t kError = 2;
constexpr std::uint64_t kMaxText = std::uint64_t{1} << 26;
constexpr int kMaxNesting = 16;  // of phrases within an error

// What a value of a phrase is.
constexpr std::uint32_t kText = 1;
constexpr std::uint32_t kWord = 2;
constexpr std::uint32_t kPhrase = 3;

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
  void phrase(const Phrase& said) {
    text(said.pattern());
    number<std::uint64_t>(said.values().size());
    for (const Phrase::Value& value : said.values()) {
      if (const auto* inner = std::get_if<Phrase>(&value.said)) {
        number(kPhrase);
        phrase(*inner);
      } else if (const auto* word = std::get_if<Word>(&value.said)) {
        number(kWord);
        text(word->text);
      } else {
        number(kText);
        text(std::get<std::string>(value.said));
      }
    }
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
    return refuse(word("more than was to be expected"));
  }
  std::string text() {
    const std::uint64_t length = count(1);
    if (length > kMaxText) refuse(word("text longer than was to be expected"));
    if (!error_.text.empty()) return {};
    std::string value(length, '\0');
    bytes(std::as_writable_bytes(std::span(value.data(), value.size())));
    return value;
  }
  Phrase phrase(int nesting = 0) {
    if (nesting > kMaxNesting) refuse(word("an error that nests too deep"));
    std::string pattern = text();
    // Each value is said once at most, so that an error is no longer than what came.
    for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
      const bool numbered = pattern[i] == '{' && pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
      if (numbered) refuse(word("an error of values in an order of their own"));
    }
    // The least that a value takes: what it is, and its length.
    const std::uint64_t values = count(sizeof(std::uint32_t) + sizeof(std::uint64_t));
    std::vector<Phrase::Value> read;
    for (std::uint64_t i = 0; i < values && error_.text.empty(); ++i) {
      const auto what = number<std::uint32_t>();
      if (what == kPhrase) {
        read.push_back({phrase(nesting + 1)});
      } else if (what == kWord) {
        read.push_back({word(text())});
      } else {
        read.push_back({text()});
      }
    }
    return {std::move(pattern), std::move(read)};
  }
  Tensor tensor() {
    const auto rank = number<std::uint32_t>();
    if (rank > Shape::kMaxRank) refuse(word("an array of too many axes"));
    std::vector<std::int64_t> extents(error_.text.empty() ? rank : 0);
    for (std::int64_t& extent : extents) extent = number<std::int64_t>();
    const auto shape = Shape::checked(extents);
    if (!shape || shape->element_count() > budget_ / sizeof(float)) {
      refuse(word("an array larger than was to be expected"));
    }
    if (!error_.text.empty()) return {};
    Result<Tensor> tensor = Tensor::create(*shape);
    if (!tensor) {
      refuse(word("an array larger than there is memory for"));
      return {};
    }
    bytes(std::as_writable_bytes(tensor->values()));
    return *std::move(tensor);
  }

  std::uint64_t refuse(const Word& what) {
    if (error_.text.empty()) error_ = what;
    return 0;
  }
  const Word& error() const { return error_; }

 private:
  bool bytes(std::span<std::byte> data) {
    if (!error_.text.empty() || data.empty()) return error_.text.empty();
    if (data.size() > budget_) {
      refuse(word("more than was to be expected"));
    } else if (!source_(data)) {
      refuse(word("only a part of the model"));
    } else {
      budget_ -= data.size();
    }
    return error_.text.empty();
  }

  const ByteSource& source_;
  std::size_t budget_;
  Word error_;
};

WeightGroup read_group(Reader& reader) {
  WeightGroup group;
  group.path = reader.text();
  // The least that an array takes: the length of its name, its rank and its extents.
  const std::uint64_t weights = reader.count(sizeof(std::uint64_t) + sizeof(std::uint32_t));
  for (std::uint64_t i = 0; i < weights && reader.error().text.empty(); ++i) {
    std::string name = reader.text();
    group.weights.push_back({std::move(name), reader.tensor()});
  }
  return group;
}

ModelArchive read_archive(Reader& reader) {
  ModelArchive archive;
  const auto format = reader.number<std::uint32_t>();
  if (format > static_cast<std::uint32_t>(ArchiveFormat::kMessage)) {
    reader.refuse(word("a model of an unknown format"));
  } else {
    archive.format = static_cast<ArchiveFormat>(format);
  }
  archive.architecture = reader.text();
  constexpr std::size_t kTwoLengths = 2 * sizeof(std::uint64_t);
  const std::uint64_t facts = reader.count(kTwoLengths);
  for (std::uint64_t i = 0; i < facts && reader.error().text.empty(); ++i) {
    std::string key = reader.text();
    archive.facts[std::move(key)] = reader.text();
  }
  const std::uint64_t groups = reader.count(kTwoLengths);
  for (std::uint64_t i = 0; i < groups && reader.error().text.empty(); ++i) {
    archive.groups.push_back(read_group(reader));
  }
  if (reader.number<std::uint32_t>() != kMagic)
    reader.refuse(word("something that is not a model"));
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
    writer.phrase(archive.error());
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
  if (reader.number<std::uint32_t>() != kMagic)
    reader.refuse(word("something that is not a model"));
  const auto what = reader.number<std::uint32_t>();
  if (reader.error().text.empty() && what == kError) {
    Phrase message = reader.phrase();
    if (reader.error().text.empty()) return {true, fail(Error(std::move(message)))};
  }
  if (what != kArchive) reader.refuse(word("something that is not a model"));
  ModelArchive archive = read_archive(reader);
  if (!reader.error().text.empty()) return {false, fail("found {}", reader.error())};
  return {true, std::move(archive)};
}

}  // namespace convlens::loaders
