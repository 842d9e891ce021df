#include "ui/test_set/test_grid.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "lab/document/names.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kTestPicture = 64;
constexpr float kTestCaption = 18;
constexpr float kTestGap = 6;

// Where the tiles of a grid lie, in pixels.
struct TileRows {
  float width = 1;
  float height = 1;
  std::size_t columns = 1;
  std::size_t rows = 0;
  std::size_t first = 0;  // row that is in sight
  std::size_t last = 0;   // and the one behind the last

  TileRows(const PanelContext& context, std::size_t count)
      : width(context.px(kTestPicture + kTestGap)),
        height(context.px(kTestPicture + kTestCaption + kTestGap)) {
    const float room = ImGui::GetContentRegionAvail().x + context.px(kTestGap);
    columns = static_cast<std::size_t>(std::max(1.0f, std::floor(room / width)));
    rows = (count + columns - 1) / columns;
    const float top = std::max(0.0f, ImGui::GetScrollY());
    first = std::min(rows, static_cast<std::size_t>(top / height));
    const auto seen = static_cast<std::size_t>(std::ceil(ImGui::GetWindowHeight() / height)) + 1;
    last = std::min(rows, first + seen);
  }
};

void tooltip(const PanelContext& context, const TestGrid& grid, int item) {
  const auto at = static_cast<std::size_t>(item);
  std::string says =
      context.said(phrase("picture {}: {}", item, legible(grid.class_name(grid.set.labels[at]))));
  if (grid.answers != nullptr) {
    const int answer = grid.answers->classes[at];
    says +=
        "\n" + (answer == lab::TestAnswers::kNone
                    ? context.said(phrase("the network gives no answer"))
                    : context.said(phrase("taken for {}, {:.4f}", legible(grid.class_name(answer)),
                                          grid.answers->certainty[at])));
  }
  ImGui::SetTooltip("%s", says.c_str());
}

// What it was taken for: where that is wrong, in the colour of errors and with a bar before it.
void draw_answer(const PanelContext& context, const TestGrid& grid, int item, ImVec2 min,
                 float right) {
  if (grid.answers == nullptr) return;
  const Palette& colors = context.colors();
  const int answer = grid.answers->classes[static_cast<std::size_t>(item)];
  const bool right_answer = lab::is_right(grid.set, *grid.answers, item);
  const std::string name =
      answer == lab::TestAnswers::kNone ? "-" : legible(grid.class_name(answer));
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float size = context.px(design::kSmallText);
  if (!right_answer) {
    list->AddRectFilled(ImVec2(min.x, min.y + context.px(2)),
                        ImVec2(min.x + context.px(3), min.y + size), colors.error);
    min.x += context.px(6);
  }
  draw_fitted_text(list, context.fonts.text, size, min, right,
                   right_answer ? colors.secondary : colors.error, name.c_str());
}

bool test_tile(const PanelContext& context, const TestGrid& grid, const TestSheet& sheet,
               std::size_t place, int item) {
  const float side = context.px(kTestPicture);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const std::string key = fmt::format("###test picture {}", item);
  const bool pressed = ImGui::InvisibleButton(
      key.c_str(), ImVec2(side, side + context.px(kTestCaption)), ImGuiButtonFlags_EnableNav);
  // As large as fits, in the middle.
  const auto height = static_cast<float>(grid.set.shape[1]);
  const auto width = static_cast<float>(grid.set.shape[2]);
  const float zoom = side / std::max(height, width);
  const ImVec2 extent(std::floor(width * zoom), std::floor(height * zoom));
  const ImVec2 corner(min.x + std::floor((side - extent.x) / 2),
                      min.y + std::floor((side - extent.y) / 2));
  ImDrawList* list = ImGui::GetWindowDrawList();
  const TexturePart part = sheet.part(place);
  draw_texture(list, part.id, corner, ImVec2(corner.x + extent.x, corner.y + extent.y), part.uv_min,
               part.uv_max);
  const lab::Network& network = *context.lab.document().network;
  const bool chosen = network.source == lab::NetworkSource::kTestSet && network.item == item;
  const bool hovered = ImGui::IsItemHovered();
  if (chosen || hovered) {
    list->AddRect(min, ImVec2(min.x + side, min.y + side),
                  chosen ? context.colors().accent : context.colors().untrained, 0,
                  context.px(chosen ? 2 : 1));
  }
  draw_answer(context, grid, item, ImVec2(min.x, min.y + side + context.px(2)), min.x + side);
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) tooltip(context, grid, item);
  return pressed;
}

}  // namespace

std::string TestGrid::class_name(int number) const {
  const auto at = static_cast<std::size_t>(number);
  const bool named = at < class_names.size() && !class_names[at].empty();
  return named ? class_names[at] : std::to_string(number);
}

std::optional<int> test_grid(const PanelContext& context, const TestGrid& grid,
                             std::span<const int> items) {
  const TileRows tiles(context, items.size());
  const ImVec2 origin = ImGui::GetCursorPos();
  const std::size_t first = std::min(items.size(), tiles.first * tiles.columns);
  const std::size_t last = std::min(items.size(), tiles.last * tiles.columns);
  const auto seen = items.subspan(first, last - first);
  std::optional<int> pressed;
  if (!seen.empty()) {
    const TestSheet sheet = context.textures.test_sheet(seen);
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const std::size_t place = first + i;
      const auto column = static_cast<float>(place % tiles.columns);
      const auto row = static_cast<float>(place / tiles.columns);
      ImGui::SetCursorPos(ImVec2(origin.x + column * tiles.width, origin.y + row * tiles.height));
      if (test_tile(context, grid, sheet, i, seen[i])) pressed = seen[i];
    }
  }
  // So high that it scrolls over all of them.
  ImGui::SetCursorPos(origin);
  ImGui::Dummy(ImVec2(1, static_cast<float>(tiles.rows) * tiles.height));
  return pressed;
}

}  // namespace convlens::ui
