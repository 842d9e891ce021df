#include "lab/document/filter_text.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"

// Filters as people paste them.
namespace convlens::fuzz {
namespace {

// Weights of any bits that a finite float can have.
lab::Filter some_filter(Random& random) {
  const auto side = [&] { return 1 + static_cast<int>(below(random, one_in(random, 8) ? 15 : 4)); };
  const int height = side();
  lab::Filter filter = lab::zero_filter("any", height, side(), one_in(random, 2) ? 1 : 3);
  for (float& weight : filter.weights) {
    const auto bits = static_cast<std::uint32_t>(random() >> below(random, 64));
    std::memcpy(&weight, &bits, sizeof weight);
    if (!std::isfinite(weight)) weight = 0.1f;
  }
  return filter;
}

std::vector<Bytes> seeds(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all = whole_files(files);
  for (const char* text :
       {"-1 0 1\n-2 0 2\n-1 0 1", "-1,0,+1;-2,0,2;-1,0,1\n", "1\t.5e-3\r\n-2. 3E+2\r\n",
        "tensor([[-1., 0., 1.], [-2., 0., 2.], [-1., 0., 1.]])",
        "np.array([[[1, 2, 3]], [[4, 5, 6]]], dtype=np.float32)",
        "[[[[1, 2], [3, 4], [5, 6]]], [[[7, 8], [9, 1], [2, 3]]]]"}) {
    all.push_back(to_bytes(text));
  }
  Random random(1);
  for (int i = 0; i < 24; ++i) all.push_back(to_bytes(lab::filter_text(some_filter(random))));
  return all;
}

// One word or mark more, in place of what stood there or beside it.
void change(std::string& text, Random& random) {
  static const std::vector<std::string> kWords{"[",
                                               "]",
                                               "[[",
                                               "]]",
                                               ",",
                                               ";",
                                               "\n",
                                               "(",
                                               ")",
                                               "0",
                                               "-0",
                                               "1e-45",
                                               "3.4028235e38",
                                               "3.5e38",
                                               "1e-50",
                                               "-",
                                               "+",
                                               "+-1",
                                               ".",
                                               "-.5",
                                               "1e",
                                               "0x10",
                                               "nan",
                                               "inf",
                                               "-inf",
                                               "NaN",
                                               "np.array",
                                               "dtype",
                                               "torch",
                                               "\xC3\xA9",
                                               "1.2.3",
                                               "1 2 3",
                                               "[1, 2, 3]",
                                               "[], []",
                                               "[[[[[",
                                               std::string(400, '7'),
                                               std::string(40, '['),
                                               std::string("\0", 1),
                                               "\v"};
  const std::size_t place = below(random, text.size() + 1);
  const std::size_t length = one_in(random, 2) ? 0 : below(random, 6);
  text.replace(place, length, any_of(random, kWords));
}

Bytes damage(const Bytes& seed, const Bytes& other, Random& random) {
  if (one_in(random, 6)) return to_bytes(lab::filter_text(some_filter(random)));
  if (one_in(random, 4)) return damage_bytes(seed, other, random);
  std::string text = to_text(seed);
  for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes) change(text, random);
  // A few that are longer than any text that is read.
  if (one_in(random, 50'000)) text.append(std::size_t{5} << 20, ' ');
  return to_bytes(text);
}

void must_come_back(const lab::Filter& filter) {
  const std::string text = lab::filter_text(filter);
  const auto again = lab::filters_from_text(text);
  must_be(again.has_value(), "text that is read again", again ? "" : again.error().message);
  must_be(again->size() == 1 && again->front().has_shape_of(filter), "one filter of this shape",
          text);
  const auto& weights = again->front().weights;
  must_be(std::memcmp(weights.data(), filter.weights.data(), weights.size() * sizeof(float)) == 0,
          "the same bits", text);
}

void must_be_within_limits(const lab::Filter& filter) {
  const auto is_side = [](int side) { return side >= 1 && side <= lab::kMaxFilterSide; };
  must_be(is_side(filter.height) && is_side(filter.width), "sides within the limits", filter.name);
  must_be(filter.channels == 1 || filter.channels == 3, "1 or 3 channels", filter.name);
  const auto weights = static_cast<std::size_t>(filter.height * filter.width * filter.channels);
  must_be(filter.weights.size() == weights, "a weight for each cell and channel", filter.name);
  must_be(std::all_of(filter.weights.begin(), filter.weights.end(),
                      [](float weight) { return std::isfinite(weight); }),
          "finite weights", filter.name);
}

}  // namespace

const Target& target() {
  static const Target kTarget{seeds, {}, damage};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens;
  const std::string text = fuzz::to_text(std::as_bytes(std::span(data, size)));
  const auto filters = lab::filters_from_text(text);
  if (!filters) fuzz::must_be_sentence(filters.error().message);
  if (filters) {
    fuzz::must_be(!filters->empty() && filters->size() <= lab::kMaxFilters, "1 to 256 filters",
                  std::to_string(filters->size()));
    for (const lab::Filter& filter : *filters) {
      fuzz::must_be_within_limits(filter);
      fuzz::must_come_back(filter);
    }
  }
  fuzz::count(filters ? fuzz::Outcome::kAccepted : fuzz::Outcome::kRefused);
  return 0;
}
