#include "ui/test_set/test_set_popup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "lab/document/names.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/test_set/confusion_view.h"

namespace convlens::ui {
namespace {

constexpr const char* kTestSetPopup = "###test set";
constexpr float kClassCombo = 150;
constexpr ImVec2 kShareOfWindow(0.94f, 0.9f);
constexpr double kAskedStep_s = 0.1;

constexpr Text kWaits = tr("the network is still being asked");
constexpr Label kShuffle{tr("Shuffle"), tr("Another order at random")};
constexpr Label kOpenAnother{tr("Open another..."), tr("Another test set for this network: idx, "
                                                       "CIFAR's batches, .npz, .npy with labels "
                                                       "beside, or a folder for each class")};
constexpr Label kOwnSet{tr("Its own"), tr("The test set that came with the network")};

std::array<Way, 3> filter_ways(bool answered) {
  const Text why = answered ? Text{} : kWaits;
  return {Way{{tr("which test pictures", "All"), tr("Pictures right and wrong")}, "all pictures"},
          Way{{tr("which test pictures", "Right"), tr("Taken for what they are")}, "right", why},
          Way{{tr("which test pictures", "Wrong"), tr("Taken for something else")}, "wrong", why}};
}

std::array<Way, 4> order_ways(bool answered) {
  const Text why = answered ? Text{} : kWaits;
  return {Way{{tr("the order of test pictures", "By number"), tr("As the test set has them")},
              "by number"},
          Way{{tr("the order of test pictures", "Random"), tr("In an order at random")}, "random"},
          Way{{tr("the order of test pictures", "Most certain"),
               tr("The largest probability of what they are taken for first")},
              "most certain",
              why},
          Way{{tr("the order of test pictures", "Least certain"),
               tr("The smallest probability of what they are taken for first")},
              "least certain",
              why}};
}
// As the ways stand.
constexpr std::array kOrders{lab::ItemOrder::kIndex, lab::ItemOrder::kRandom,
                             lab::ItemOrder::kMostCertain, lab::ItemOrder::kLeastCertain};

std::array<Way, 2> whose_ways() {
  return {Way{{tr("whose weights", "Trained"), tr("What the trained weights make of them")},
              "answers of trained"},
          Way{{tr("whose weights", "Mine"), tr("What the weights that are shown make of them")},
              "answers of mine"}};
}

std::size_t place_of_order(lab::ItemOrder order) {
  const auto* at = std::find(kOrders.begin(), kOrders.end(), order);
  return static_cast<std::size_t>(at - kOrders.begin());
}

void accuracy_line(const PanelContext& context, const lab::TestSet& set, const Text& whose,
                   const lab::TestMeter::Answers& answers) {
  ImGui::SameLine(0, context.px(16));
  caption(context, context.text(whose));
  ImGui::SameLine(0, context.px(6));
  ImGui::PushFont(context.fonts.numbers, design::kBodyText);
  ImGui::TextUnformatted(answers ? fmt::format("{:.4f}", lab::accuracy_of(set, *answers)).c_str()
                                 : "...");
  ImGui::PopFont();
}

}  // namespace

void TestSetPopup::draw(const PanelContext& context) {
  if (std::exchange(context.lab.view().show_test_set, false)) ImGui::OpenPopup(kTestSetPopup);
  if (!ImGui::IsPopupOpen(kTestSetPopup)) return;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetCenter(), ImGuiCond_Always, ImVec2(0.5f, 0.5f));
  // A pop-up is as large as what is in it, within these.
  const ImVec2 size(std::floor(viewport->Size.x * kShareOfWindow.x),
                    std::floor(viewport->Size.y * kShareOfWindow.y));
  ImGui::SetNextWindowSizeConstraints(size, size);
  if (!ImGui::BeginPopup(kTestSetPopup, ImGuiWindowFlags_NoSavedSettings)) return;
  const auto& network = context.lab.document().network;
  const bool is_there = network && network->test_set && !network->test_set->is_samples();
  if (is_there && context.lab.has_network()) {
    contents(context);
  } else {
    ImGui::CloseCurrentPopup();
  }
  close_on_escape();
  ImGui::EndPopup();
}

// The lists for what is chosen, where they are not those already.
void TestSetPopup::update(const PanelContext& context) {
  const lab::Network& network = *context.lab.document().network;
  const lab::TestMeter::Reading reading = context.lab.test_meter().reading();
  Made made{network.test_set, of_trained_ ? reading.trained : reading.shown, choice_};
  if (made == made_) return;
  if (made.set != made_.set) {
    choice_.label.reset();
    choice_.answer.reset();
    made.choice = choice_;
  }
  to_top_ = made.set != made_.set || made.choice != made_.choice;
  items_ = lab::chosen_items(*made.set, made.answers.get(), made.choice);
  const auto classes = lab::class_count(network.trained->model);
  matrix_.reset();
  if (made.answers && classes) {
    matrix_ = lab::confusion_matrix(*made.set, *made.answers, *classes);
  }
  made_ = std::move(made);
}

void TestSetPopup::contents(const PanelContext& context) {
  const lab::TestMeter::Reading reading = context.lab.test_meter().reading();
  heading(context, reading);
  filters(context);
  update(context);
  const lab::Network& network = *context.lab.document().network;
  const TestGrid grid{*made_.set, made_.answers.get(), network.class_names};
  const float room = ImGui::GetContentRegionAvail().x;
  pictures(context, grid, std::floor(room * 0.5f));
  ImGui::SameLine(0, context.px(16));
  ImGui::BeginChild("matrix", ImVec2(0, 0));
  matrix(context, grid);
  ImGui::EndChild();
}

// The set's name and size, and how much of it the network gets right.
void TestSetPopup::heading(const PanelContext& context, const lab::TestMeter::Reading& reading) {
  const lab::Network& network = *context.lab.document().network;
  const lab::TestSet& set = *network.test_set;
  const bool same = context.lab.run().model() == network.trained->model;
  if (same) of_trained_ = false;
  ImGui::AlignTextToFramePadding();
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(legible(set.name).c_str());
  ImGui::PopFont();
  ImGui::SameLine(0, context.px(8));
  caption(context, context
                       .said(phrase("{} pictures, {}x{}x{}", set.count(), set.shape[1],
                                    set.shape[2], set.shape[3]))
                       .c_str());
  accuracy_line(context, set, same ? tr("accuracy") : tr("whose weights", "Trained"),
                reading.trained);
  if (!same) accuracy_line(context, set, tr("whose weights", "Mine"), reading.shown);
  const bool own = network.test_set == network.trained->test_set;
  const auto& others = network.trained->test_set;
  const bool has_own = !own && others;
  const float right = action_width(context, kOpenAnother.text) +
                      (has_own ? action_width(context, kOwnSet.text) + context.px(8) : 0.0f);
  ImGui::SameLine();
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                       std::max(0.0f, ImGui::GetContentRegionAvail().x - right));
  if (has_own) {
    if (action(context, kOwnSet, "own test set")) context.lab.commit(lab::SetTestSet{});
    ImGui::SameLine(0, context.px(8));
  }
  if (action(context, kOpenAnother, "open another")) {
    ImGui::CloseCurrentPopup();
    context.file_request = FilePurpose::kOpenTestSet;
  }
}

void TestSetPopup::classes_combo(const PanelContext& context, const TestGrid& grid,
                                 bool of_answers) {
  std::optional<int>& chosen = of_answers ? choice_.answer : choice_.label;
  const Text all = of_answers ? tr("taken for any class") : tr("of any class");
  ImGui::SetNextItemWidth(context.px(kClassCombo));
  const std::string shown =
      !chosen      ? std::string(context.text(all))
      : of_answers ? context.said(phrase("taken for {}", legible(grid.class_name(*chosen))))
                   : context.said(phrase("is {}", legible(grid.class_name(*chosen))));
  if (!begin_list(of_answers ? "###answers" : "###classes", shown.c_str())) return;
  if (named_line(context.text(all), "###any", !chosen)) chosen.reset();
  const auto network_classes = lab::class_count(context.lab.document().network->trained->model);
  for (int number = 0; number < network_classes.value_or(0); ++number) {
    ImGui::PushID(number);
    if (named_line(legible(grid.class_name(number)), "###class", chosen == number)) chosen = number;
    ImGui::PopID();
  }
  ImGui::EndCombo();
}

void TestSetPopup::filters(const PanelContext& context) {
  const lab::Network& network = *context.lab.document().network;
  const lab::TestMeter::Reading reading = context.lab.test_meter().reading();
  const bool answered = (of_trained_ ? reading.trained : reading.shown) != nullptr;
  const TestGrid grid{*network.test_set, nullptr, network.class_names};
  const auto whose = whose_ways();
  const auto which = filter_ways(answered);
  const auto orders = order_ways(answered);
  const bool same = context.lab.run().model() == network.trained->model;
  Bar bar(context, "test set bar");
  if (!same) {
    bar.add(choice_width(context, whose), [&] {
      if (const auto way = choice(context, whose, of_trained_ ? 0 : 1)) of_trained_ = *way == 0;
    });
  }
  bar.add(choice_width(context, which), [&] {
    const auto way = choice(context, which, static_cast<std::size_t>(choice_.filter));
    if (way) choice_.filter = static_cast<lab::ItemFilter>(*way);
  });
  bar.add(context.px(kClassCombo), [&] { classes_combo(context, grid, false); });
  bar.add(context.px(kClassCombo), [&] { classes_combo(context, grid, true); });
  bar.add(choice_width(context, orders), [&] {
    const auto way = choice(context, orders, place_of_order(choice_.order));
    if (way) choice_.order = kOrders[*way];
  });
  if (choice_.order == lab::ItemOrder::kRandom) {
    bar.add(action_width(context, kShuffle.text), [&] {
      if (action(context, kShuffle, "shuffle")) ++choice_.seed;
    });
  }
}

void TestSetPopup::pictures(const PanelContext& context, const TestGrid& grid, float width) {
  ImGui::BeginGroup();
  const std::string said =
      items_.empty() ? context.said(phrase("no such picture"))
                     : context.said(phrase("{} of {} pictures; a click shows one to the network",
                                           items_.size(), grid.set.count()));
  caption(context, said.c_str());
  ImGui::BeginChild("pictures", ImVec2(width, 0), ImGuiChildFlags_NavFlattened);
  if (std::exchange(to_top_, false)) ImGui::SetScrollY(0);
  if (const auto item = test_grid(context, grid, items_)) {
    context.lab.commit(lab::SetNetworkInput{lab::NetworkSource::kTestSet, *item});
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndChild();
  ImGui::EndGroup();
}

void TestSetPopup::matrix(const PanelContext& context, const TestGrid& grid) {
  if (!matrix_) {
    const double progress = context.lab.test_meter().reading().progress;
    if (progress < 1.0) {
      context.frames.request_frame(kAskedStep_s);
      caption(context, context.said(phrase("asking the network: {:.0f}%", progress * 100)).c_str());
    } else {
      caption(context, context.said(phrase("the network gives these pictures no answers")).c_str());
    }
    return;
  }
  ImGui::PushTextWrapPos(0.0f);
  caption(context,
          context
              .said(phrase("Confusion matrix: a row a class, a column what its pictures were taken"
                           " for; a click shows them"))
              .c_str());
  ImGui::PopTextWrapPos();
  const ConfusionCell chosen{choice_.label, choice_.answer};
  const auto pressed = confusion_view(context, grid, *matrix_, chosen);
  if (!pressed) return;
  // Once more lets them go.
  const bool again = *pressed == chosen;
  choice_.label = again ? std::nullopt : pressed->label;
  choice_.answer = again ? std::nullopt : pressed->answer;
  if (!again) choice_.filter = lab::ItemFilter::kAll;
}

}  // namespace convlens::ui
