#include "ui/lesson/rich_text.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

namespace convlens::ui {
namespace {

constexpr float kLine = 20.0f / 15.0f;  // of the letters' height
constexpr float kBetween = 4;           // paragraphs

// Puts words one behind the other, from line to line.
class Setter {
 public:
  Setter(const PanelContext& context, ImVec2 at, float width, ImDrawList* list)
      : context_(context), origin_(at), width_(width), list_(list), size_(ImGui::GetFontSize()) {}

  float height() const { return y_; }

  void paragraph(const lab::Paragraph& paragraph) {
    if (y_ > 0) y_ += context_.px(kBetween);
    for (const lab::TextRun& run : paragraph.runs) {
      paragraph.code ? lines(run.text) : words(run);
    }
    if (!paragraph.code || x_ > 0) new_line();
  }

 private:
  ImFont* font_of(const lab::TextRun& run) const {
    if (run.code) return context_.fonts.numbers;
    return run.strong ? context_.fonts.strong : context_.fonts.text;
  }

  void new_line() {
    x_ = 0;
    y_ += std::ceil(size_ * kLine);
  }

  float wide(ImFont* font, std::string_view text) const {
    return font->CalcTextSizeA(size_, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
  }

  void put(ImFont* font, std::string_view text, bool code) {
    if (list_ == nullptr || text.empty()) return;
    const ImVec2 at(origin_.x + x_, origin_.y + y_);
    if (code) {
      const float inset = context_.px(1);
      list_->AddRectFilled(ImVec2(at.x - inset, at.y),
                           ImVec2(at.x + wide(font, text) + inset, at.y + size_ + 2 * inset),
                           context_.colors().hover, context_.px(3));
    }
    list_->AddText(font, size_, at, context_.colors().text, text.data(), text.data() + text.size());
  }

  // A word with the blank behind it; one that is wider than a line is cut by nothing.
  void words(const lab::TextRun& run) {
    ImFont* font = font_of(run);
    std::string_view rest = run.text;
    while (!rest.empty()) {
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      const std::string_view word = rest.substr(0, blank);
      const float width = wide(font, word);
      if (x_ > 0 && x_ + width > width_) new_line();
      put(font, word, run.code);
      x_ += width;
      if (blank < rest.size()) x_ += wide(context_.fonts.text, " ");
      rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
  }

  void lines(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      put(context_.fonts.numbers, text.substr(0, end), true);
      new_line();
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  const PanelContext& context_;
  ImVec2 origin_;
  float width_;
  ImDrawList* list_;
  float size_;
  float x_ = 0;
  float y_ = 0;
};

}  // namespace

float rich_text(const PanelContext& context, const lab::Paragraphs& paragraphs, ImVec2 at,
                float width, ImDrawList* list) {
  Setter setter(context, at, width, list);
  for (const lab::Paragraph& one : paragraphs) setter.paragraph(one);
  return setter.height();
}

}  // namespace convlens::ui
