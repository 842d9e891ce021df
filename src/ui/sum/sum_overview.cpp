// A cell's sum on one line of pictures.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/sum/sum_depths.h"
#include "ui/sum/sum_pictures.h"
#include "ui/sum/term_bars.h"

namespace convlens::ui {
namespace {

constexpr float kSign = 28;      // for the signs between the pictures
constexpr float kPartsGap = 24;  // before the terms, and before the value
constexpr float kLeastTerms = 250;
constexpr float kMostTerms = 560;
constexpr float kEnoughBars = 96;
constexpr float kLeastValue = 132;
constexpr float kMostValueMore = 160;  // in a high band
constexpr float kEnoughTerms = 420;    // beyond it, the map's histogram gets what is left
constexpr float kLeastChart = 130;
constexpr float kMostChart = 240;
constexpr float kRow = 18;         // of a term, at least
constexpr float kHighRow = 30;     // and at most
constexpr float kNamesFrom = 120;  // lower pictures have no names over them
constexpr float kLargestCell = 56;
constexpr float kMostPictures = 0.45f;  // of the width
constexpr int kMostTermsShown = 4;

void write(ImFont* font, float size, ImVec2 at, ImU32 color, const char* text) {
  ImGui::GetWindowDrawList()->AddText(font, size, at, color, text);
}

float width_of(ImFont* font, float size, const char* text) {
  return font->CalcTextSizeA(size, FLT_MAX, 0.0f, text).x;
}

// The cell that is spelled out: the one under the pointer, else the first whose weight is not 0.
SumPlace told_place(const lab::CellArithmetic& cell, const std::vector<SumGrid>& grids) {
  for (const SumGrid& grid : grids) {
    if (const auto place = grid.pointed()) return *place;
  }
  for (int row = 0; row < cell.height; ++row) {
    for (int column = 0; column < cell.width; ++column) {
      for (int c = 0; c < cell.channels; ++c) {
        if (cell.at(row, column, c).weight != 0.0f) return {row, column};
      }
    }
  }
  return {cell.height / 2, cell.width / 2};
}

// Of its channels the one with the largest product: "R  0.84 × +1.00 = +0.840".
std::string told_product(const lab::CellArithmetic& cell, SumPlace place) {
  int channel = 0;
  for (int c = 1; c < cell.channels; ++c) {
    const double size = std::fabs(cell.at(place.row, place.column, c).product);
    if (size > std::fabs(cell.at(place.row, place.column, channel).product)) channel = c;
  }
  const lab::Tap& tap = cell.at(place.row, place.column, channel);
  return fmt::format("{}  {:.3f} \xc3\x97 {} = {}", channel_name(cell.channels, channel),
                     double{tap.input}, format_signed(double{tap.weight}), term_text(tap.product));
}

Term term_of(const lab::CellArithmetic& cell, int channel) {
  Term term{channel_name(cell.channels, channel)};
  for (int row = 0; row < cell.height; ++row) {
    for (int column = 0; column < cell.width; ++column) {
      const double product = cell.at(row, column, channel).product;
      (product < 0.0 ? term.minus : term.plus) += product;
    }
  }
  return term;
}

// A term a channel and the bias, if there is one; of more channels than have room the largest, and
// all others as one term.
std::vector<Term> terms_of(const PanelContext& context, const lab::CellArithmetic& cell, int room) {
  const int most = std::clamp(room - (cell.bias != 0.0 ? 1 : 0) - 1, 1, kMostTermsShown);
  std::vector<Term> terms;
  terms.reserve(static_cast<std::size_t>(cell.channels) + 1);
  for (int c = 0; c < cell.channels; ++c) terms.push_back(term_of(cell, c));
  if (cell.channels > most + 1) {
    std::stable_sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
      return std::fabs(a.net()) > std::fabs(b.net());
    });
    Term others{context.said(phrase("the other {}", cell.channels - most))};
    for (auto term = terms.begin() + most; term != terms.end(); ++term) {
      others.plus += term->plus;
      others.minus += term->minus;
    }
    terms.resize(static_cast<std::size_t>(most));
    terms.push_back(std::move(others));
  }
  if (cell.bias != 0.0) {
    terms.push_back({context.text(tr("bias")), std::max(cell.bias, 0.0), std::min(cell.bias, 0.0)});
  }
  return terms;
}

// "+5.890 -5.220 = +0.670", or the net alone where nothing is taken away or added, or where there
// is no room.
std::string told_term(const Term& term, bool brief) {
  // What is left of two sums by rounding alone is nothing.
  const bool nothing = std::abs(term.net()) < 1e-7 * (term.plus - term.minus);
  const double net = nothing ? 0.0 : term.net();
  if (brief || term.plus == 0.0 || term.minus == 0.0) return term_text(net);
  return fmt::format("{} {} = {}", term_text(term.plus), term_text(term.minus), term_text(net));
}

// The most that a channel can add and take away, whatever it sees: so that bars of two cells can be
// compared.
Term bound_of(const lab::CellArithmetic& cell, int channel, ValueRange values) {
  Term bound;
  for (int row = 0; row < cell.height; ++row) {
    for (int column = 0; column < cell.width; ++column) {
      const double weight{cell.at(row, column, channel).weight};
      const double low = weight * double{values.lo};
      const double high = weight * double{values.hi};
      bound.plus += std::max({low, high, 0.0});
      bound.minus += std::min({low, high, 0.0});
    }
  }
  return bound;
}

void draw_bars(const PanelContext& context, const lab::CellArithmetic& cell,
               const std::vector<Term>& terms, ValueRange values, const ImRect& box, float row) {
  TermBars bars(box);
  for (const Term& term : terms) bars.make_room_for(term);
  for (int c = 0; c < cell.channels; ++c) bars.make_room_for(bound_of(cell, c, values));
  if (!bars.has_length()) return;
  const float inset = std::floor(row * 0.22f);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const float top = std::floor(box.Min.y + row * static_cast<float>(i)) + inset;
    const float bottom = std::floor(box.Min.y + row * static_cast<float>(i + 1)) - inset;
    bars.draw(context, terms[i], top, bottom, inset / 2);
  }
  bars.draw_zero(context, box.Min.y + row * static_cast<float>(terms.size()));
}

void draw_terms(const PanelContext& context, const lab::CellArithmetic& cell, ValueRange values,
                const ImRect& box, const std::string& told) {
  // Beside the line that tells of one tap.
  const int room = static_cast<int>(box.GetHeight() / context.px(kRow)) - 1;
  const std::vector<Term> terms = terms_of(context, cell, room);
  const auto lines = static_cast<float>(terms.size() + 1);
  const float row =
      std::clamp(std::floor(box.GetHeight() / lines), context.px(kRow), context.px(kHighRow));
  const float size =
      std::floor(std::clamp(row * 0.66f, context.px(design::kSmallText), context.px(22)));
  const float within = (row - size) / 2;
  float names = 0;
  for (const Term& term : terms) {
    names = std::max(names, width_of(context.fonts.strong, size, term.name.c_str()));
  }
  names += context.px(8);
  const auto numbers_px = [&](bool brief) {
    float widest = 0;
    for (const Term& term : terms) {
      const std::string text = told_term(term, brief);
      widest = std::max(widest, width_of(context.fonts.numbers, size, text.c_str()));
    }
    return widest;
  };
  // The bars come before what they are made of.
  const float enough = context.px(kEnoughBars + 16);
  const bool brief = box.GetWidth() - names - numbers_px(false) < enough;
  const float numbers = numbers_px(brief);
  write(context.fonts.numbers, size, ImVec2(box.Min.x, box.Min.y + within),
        context.colors().secondary, told.c_str());
  const float top = box.Min.y + row;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const float y = top + row * static_cast<float>(i) + within;
    write(context.fonts.strong, size, ImVec2(box.Min.x, y), context.colors().text,
          terms[i].name.c_str());
    const std::string text = told_term(terms[i], brief);
    const float right = box.Min.x + names + numbers;
    write(context.fonts.numbers, size,
          ImVec2(right - width_of(context.fonts.numbers, size, text.c_str()), y),
          context.colors().text, text.c_str());
  }
  const float left = box.Min.x + names + numbers + context.px(16);
  if (box.Max.x - left >= context.px(kEnoughBars / 2)) {
    draw_bars(context, cell, terms, values, {ImVec2(left, top), box.Max}, row);
  }
}

// "= +0.67", and what the activation makes of it.
void draw_value(const PanelContext& context, const lab::CellArithmetic& cell, const ImRect& box) {
  const float small = context.px(design::kSmallText);
  const std::string number = fmt::format("= {}", format_signed(cell.sum));
  const float size = fitting_size(
      context.fonts.strong, std::clamp(box.GetHeight() * 0.4f, context.px(26), context.px(64)),
      small, box.GetWidth(), number.c_str());
  const float middle = box.GetCenter().y;
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.strong, size,
                   ImVec2(box.Min.x, std::floor(middle - size * 0.75f)), box.Max.x,
                   context.colors().text, number.c_str());
  const std::string after =
      cell.relu ? fmt::format("ReLU \xe2\x86\x92 {}", format_number(cell.value).data())
                : context.text(tr("before activation"));
  const float below = std::floor(middle + size * 0.35f);
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, small, ImVec2(box.Min.x, below),
                   box.Max.x, context.colors().secondary, after.c_str());
  const auto padding = std::count_if(cell.taps.begin(), cell.taps.end(),
                                     [](const lab::Tap& tap) { return tap.padding; });
  if (padding > 0 && below + 2 * small + context.px(4) <= box.Max.y) {
    const Phrase said =
        phrase("{} of {}: padding", padding / cell.channels, cell.height * cell.width);
    draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, small,
                     ImVec2(box.Min.x, below + small + context.px(4)), box.Max.x,
                     context.colors().secondary, context.said(said).c_str());
  }
  const std::string exact =
      context.said(phrase("rounded here, computed in full: {:.9g}", cell.sum)) + "\n" +
      context.said(phrase("{} of {} weights are not 0", cell.counting, cell.taps.size()));
  if (ImGui::IsWindowHovered() && box.Contains(ImGui::GetIO().MousePos)) {
    ImGui::SetTooltip("%s", exact.c_str());
  }
}

// What the terms can spare for the map's histogram; 0 where that is too little.
float chart_width(const PanelContext& context, float free) {
  const float spare = free - context.px(kEnoughTerms) - context.px(kPartsGap);
  return spare < context.px(kLeastChart) ? 0.0f : std::min(spare, context.px(kMostChart));
}

// Where the value stands among those of its map.
void draw_counts(const PanelContext& context, const lab::MapId& map, double value,
                 MapHistogram& counts, const ImRect& box) {
  const lab::ShownMaps shown = lab::shown_maps(context.lab, map);
  if (shown.empty()) return;
  const float small = context.px(design::kSmallText);
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, small, box.Min, box.Max.x,
                   context.colors().secondary, context.text(tr("among all values of the map")));
  const ImRect chart(ImVec2(box.Min.x, box.Min.y + small + context.px(6)), box.Max);
  if (chart.GetHeight() < context.px(kLeastChart) / 4) return;
  ValueRange all = context.lab.map(map)->range;
  if (all.lo == all.hi) all = {all.lo - 0.5f, all.hi + 0.5f};
  counts.draw(context, shown, all, chart, value);
}

}  // namespace

void sum_overview(const PanelContext& context, const lab::MapId& map,
                  const lab::CellArithmetic& cell, ValueRange values, MapHistogram& counts) {
  const SumScales scales = sum_scales(cell, values);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float small = context.px(design::kSmallText);
  const float name = room.y >= context.px(kNamesFrom) ? small + context.px(4) : 0.0f;
  const float fixed = 2 * context.px(kSign) + 2 * context.px(kPartsGap) + context.px(kLeastTerms) +
                      context.px(kLeastValue);
  const float cell_px = std::floor(
      std::clamp(std::min(std::min(room.x - fixed, kMostPictures * room.x) /
                              (3.0f * static_cast<float>(cell.width)),
                          (room.y - name - context.px(4)) / static_cast<float>(cell.height)),
                 2.0f, context.px(kLargestCell)));
  std::vector<SumGrid> grids;
  float x = min.x + context.px(2);
  for (const SumPart part : kSumParts) {
    grids.push_back({cell, part, kAllChannels, ImVec2(x, min.y + name + context.px(2)),
                     ImVec2(cell_px, cell_px)});
    x = grids.back().box().Max.x + context.px(kSign);
  }
  const SumPlace told = told_place(cell, grids);
  for (const SumGrid& grid : grids) {
    const ImRect box = grid.box();
    if (name > 0) {
      write(context.fonts.text, small, ImVec2(box.Min.x, min.y), context.colors().secondary,
            context.text(name_of(grid.part)));
    }
    draw_grid(context, grid, scales);
    ring(context, grid.at(told));
    if (grid.part == SumPart::kProduct) continue;
    const char* sign = grid.part == SumPart::kInput ? "\xc3\x97" : "=";
    const float size = context.px(20);
    write(context.fonts.text, size,
          ImVec2(std::floor(box.Max.x +
                            (context.px(kSign) - width_of(context.fonts.text, size, sign)) / 2),
                 std::floor(box.GetCenter().y - size / 2)),
          context.colors().secondary, sign);
  }
  const float left = grids.back().box().Max.x + context.px(kPartsGap);
  const float value = context.px(kLeastValue) + std::clamp((room.y - context.px(90)) * 0.8f, 0.0f,
                                                           context.px(kMostValueMore));
  const float gap = context.px(kPartsGap);
  const float free = min.x + room.x - left - gap - value;
  const float chart = chart_width(context, free);
  const float terms =
      std::min(free - (chart > 0 ? chart + gap : 0), context.px(kMostTerms) + room.y);
  // As high as the pictures.
  const float height = std::min(room.y, grids.back().box().Max.y - min.y + context.px(4));
  const ImRect terms_box(ImVec2(left, min.y),
                         ImVec2(left + std::max(terms, context.px(kLeastTerms)), min.y + height));
  draw_terms(context, cell, values, terms_box, told_product(cell, told));
  const float value_left = terms_box.Max.x + gap;
  const float right = min.x + room.x - (chart > 0 ? chart + gap : 0);
  draw_value(context, cell, {ImVec2(value_left, min.y), ImVec2(right, min.y + height)});
  if (chart <= 0) return;
  draw_counts(context, map, cell.value, counts,
              {ImVec2(min.x + room.x - chart, min.y), ImVec2(min.x + room.x, min.y + height)});
}

}  // namespace convlens::ui
