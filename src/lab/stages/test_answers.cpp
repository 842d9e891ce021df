#include "lab/stages/test_answers.h"

#include <algorithm>
#include <cassert>
#include <random>
#include <utility>

namespace convlens::lab {
namespace {

bool is_chosen(const TestSet& set, const TestAnswers* answers, const ItemChoice& choice, int item) {
  const auto at = static_cast<std::size_t>(item);
  if (choice.label && set.labels[at] != *choice.label) return false;
  if (answers == nullptr) return true;
  if (choice.answer && answers->classes[at] != *choice.answer) return false;
  if (choice.filter == ItemFilter::kAll) return true;
  return is_right(set, *answers, item) == (choice.filter == ItemFilter::kRight);
}

// Fisher and Yates', the same with every library.
void shuffle(std::vector<int>& items, std::uint32_t seed) {
  std::mt19937 random(seed);
  for (std::size_t left = items.size(); left > 1; --left) {
    std::swap(items[left - 1], items[random() % left]);
  }
}

void sort_by_certainty(std::vector<int>& items, const TestAnswers& answers, bool most_first) {
  const auto value = [&](int item) {
    const auto at = static_cast<std::size_t>(item);
    return answers.classes[at] == TestAnswers::kNone ? 0.0 : answers.certainty[at];
  };
  std::stable_sort(items.begin(), items.end(), [&](int a, int b) {
    return most_first ? value(a) > value(b) : value(a) < value(b);
  });
}

}  // namespace

bool is_right(const TestSet& set, const TestAnswers& answers, int item) {
  const auto at = static_cast<std::size_t>(item);
  return answers.classes[at] == set.labels[at];
}

double accuracy_of(const TestSet& set, const TestAnswers& answers) {
  assert(answers.count() == set.count());
  int right = 0;
  for (int item = 0; item < set.count(); ++item) right += is_right(set, answers, item) ? 1 : 0;
  return static_cast<double>(right) / set.count();
}

int ConfusionMatrix::items_of(int label) const {
  int items = unanswered[static_cast<std::size_t>(label)];
  for (int answer = 0; answer < classes; ++answer) items += at(label, answer);
  return items;
}

ConfusionMatrix confusion_matrix(const TestSet& set, const TestAnswers& answers, int classes) {
  assert(answers.count() == set.count());
  const auto size = static_cast<std::size_t>(classes);
  ConfusionMatrix matrix{classes, std::vector<int>(size * size), std::vector<int>(size)};
  for (std::size_t item = 0; item < set.labels.size(); ++item) {
    const auto label = static_cast<std::size_t>(set.labels[item]);
    const int answer = answers.classes[item];
    if (answer == TestAnswers::kNone) {
      ++matrix.unanswered[label];
    } else {
      ++matrix.counts[label * size + static_cast<std::size_t>(answer)];
    }
  }
  return matrix;
}

std::vector<int> chosen_items(const TestSet& set, const TestAnswers* answers,
                              const ItemChoice& choice) {
  std::vector<int> items;
  for (int item = 0; item < set.count(); ++item) {
    if (is_chosen(set, answers, choice, item)) items.push_back(item);
  }
  if (choice.order == ItemOrder::kRandom) shuffle(items, choice.seed);
  const bool most_first = choice.order == ItemOrder::kMostCertain;
  if (answers != nullptr && (most_first || choice.order == ItemOrder::kLeastCertain)) {
    sort_by_certainty(items, *answers, most_first);
  }
  return items;
}

}  // namespace convlens::lab
