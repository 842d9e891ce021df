#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lab/document/trained_network.h"

namespace convlens::lab {

// What a network answers to each item of a test set.
struct TestAnswers {
  static constexpr int kNone = -1;

  std::vector<int> classes;  // (N,), kNone where the scores are NaN
  std::vector<double>
      certainty;  // (N,) the value of that class, its probability where there is one

  int count() const { return static_cast<int>(classes.size()); }
};

// Whether an item got its own class.
bool is_right(const TestSet& set, const TestAnswers& answers, int item);
// The share of all items that did.
double accuracy_of(const TestSet& set, const TestAnswers& answers);

// How many items of each class were taken for each.
struct ConfusionMatrix {
  int classes = 0;
  std::vector<int> counts = {};      // (true, predicted)
  std::vector<int> unanswered = {};  // of each true class

  int at(int label, int answer) const {
    return counts[static_cast<std::size_t>(label) * static_cast<std::size_t>(classes) +
                  static_cast<std::size_t>(answer)];
  }
  // Items of a class, answered or not.
  int items_of(int label) const;
};
// `classes`: the network's; labels and answers are below it.
ConfusionMatrix confusion_matrix(const TestSet& set, const TestAnswers& answers, int classes);

enum class ItemFilter { kAll, kRight, kWrong };
enum class ItemOrder { kIndex, kMostCertain, kLeastCertain, kRandom };

// Which items are looked at, and in which order.
struct ItemChoice {
  ItemFilter filter = ItemFilter::kAll;
  ItemOrder order = ItemOrder::kIndex;
  std::optional<int> label = {};   // of this class alone
  std::optional<int> answer = {};  // taken for this class alone
  std::uint32_t seed = 1;          // of kRandom

  bool asks_network() const {
    return filter != ItemFilter::kAll || answer || order == ItemOrder::kMostCertain ||
           order == ItemOrder::kLeastCertain;
  }
  friend bool operator==(const ItemChoice&, const ItemChoice&) = default;
};

// Those items. Equal certainty keeps the set's order; an item without answer is neither certain nor
// right. Without answers what depends on them is left out: all items of the class, by index or at
// random.
std::vector<int> chosen_items(const TestSet& set, const TestAnswers* answers,
                              const ItemChoice& choice);

}  // namespace convlens::lab
