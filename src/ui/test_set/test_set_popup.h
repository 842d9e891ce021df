#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ui/kit/context.h"
#include "ui/test_set/test_grid.h"

namespace convlens::ui {

// The network's test set: its pictures small, chosen by class and by what the network makes of
// them, and the confusion matrix, whose cells choose theirs. A picture that is pressed is what the
// network looks at. Opened by the view's show_test_set.
class TestSetPopup {
 public:
  void draw(const PanelContext& context);

 private:
  // What the lists below were made of.
  struct Made {
    std::shared_ptr<const lab::TestSet> set;
    lab::TestMeter::Answers answers;
    lab::ItemChoice choice;

    friend bool operator==(const Made&, const Made&) = default;
  };

  void update(const PanelContext& context);
  void contents(const PanelContext& context);
  void heading(const PanelContext& context, const lab::TestMeter::Reading& reading);
  void filters(const PanelContext& context);
  void classes_combo(const PanelContext& context, const TestGrid& grid, bool of_answers);
  void pictures(const PanelContext& context, const TestGrid& grid, float width);
  void matrix(const PanelContext& context, const TestGrid& grid);

  bool of_trained_ = false;  // the trained weights' answers, not those of what is shown
  lab::ItemChoice choice_;
  Made made_;
  std::vector<int> items_;
  std::optional<lab::ConfusionMatrix> matrix_;
  bool to_top_ = false;
};

}  // namespace convlens::ui
