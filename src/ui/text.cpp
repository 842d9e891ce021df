#include "ui/text.h"

#include <array>
#include <cstddef>

namespace convlens::ui {
namespace {

struct Entry {
  Text text;
  const char* english;
  const char* korean;
};

constexpr std::size_t kTextCount = static_cast<std::size_t>(Text::kCount);

constexpr std::array<Entry, kTextCount> kTexts{{
    {Text::kInput, "Input", "입력"},
    {Text::kFilter, "Filter", "필터"},
    {Text::kMaps, "Maps", "특성 맵"},
    {Text::kHintTitle, "Paint down this line", "이 줄을 아래로 칠해 보세요"},
    {Text::kHintBody,
     "Drag down the seven marked cells. The brush holds -1: the blur turns into edges. "
     "Then: Ctrl+Z takes it back.",
     "표시된 일곱 칸을 아래로 끌어 칠하세요. 붓의 값은 -1이고, 흐린 맵이 윤곽선으로 바뀝니다. "
     "그다음 Ctrl+Z로 되돌립니다."},
    {Text::kHintDoneTitle, "You changed what the filter looks for",
     "필터가 찾는 것이 바뀌었습니다"},
    {Text::kHintDoneBody,
     "Every map was computed again in the frame of your stroke. Ctrl+Z takes it back.",
     "칠하는 바로 그 순간에 모든 특성 맵을 다시 계산했습니다. Ctrl+Z로 되돌립니다."},
    {Text::kHintClose, "Close", "닫기"},
    {Text::kUndo, "Undo", "실행 취소"},
    {Text::kRedo, "Redo", "다시 실행"},
    {Text::kDarkPage, "Dark", "어둡게"},
    {Text::kLightPage, "Light", "밝게"},
    {Text::kOtherLanguage, "한국어", "English"},
    {Text::kResetLayout, "Reset layout", "배치 초기화"},
    {Text::kColor, "Colour", "색"},
    {Text::kRed, "Red", "빨강"},
    {Text::kGreen, "Green", "초록"},
    {Text::kBlue, "Blue", "파랑"},
    {Text::kBrush, "Brush", "붓"},
    {Text::kErase, "Eraser", "지우개"},
    {Text::kFlipSign, "Flip sign", "부호 바꾸기"},
    {Text::kWrites, "Writes to", "칠할 채널"},
    {Text::kSum, "Sum", "합"},
    {Text::kSumZero, "flat areas give 0", "평평한 곳은 0이 됩니다"},
    {Text::kSumPositive, "flat areas stay bright", "평평한 곳이 밝게 남습니다"},
    {Text::kSumNegative, "flat areas turn negative", "평평한 곳이 음수가 됩니다"},
    {Text::kScale, "colours to", "색 범위"},
    {Text::kVerticalLine, "Vertical line", "세로선"},
    {Text::kHorizontalLine, "Horizontal line", "가로선"},
    {Text::kIdentity, "Identity", "그대로"},
    {Text::kBox, "Box blur", "상자 흐림"},
    {Text::kGaussian, "Gaussian blur", "가우시안 흐림"},
    {Text::kSobelX, "Sobel, left to right", "소벨, 왼쪽에서 오른쪽"},
    {Text::kSobelY, "Sobel, top to bottom", "소벨, 위에서 아래"},
    {Text::kScharrX, "Scharr, left to right", "샤르, 왼쪽에서 오른쪽"},
    {Text::kScharrY, "Scharr, top to bottom", "샤르, 위에서 아래"},
    {Text::kLaplacian, "Laplacian", "라플라시안"},
    {Text::kSharpen, "Sharpen", "선명하게"},
    {Text::kEmboss, "Emboss", "엠보싱"},
    {Text::kRedGreen, "Red minus green", "빨강 빼기 초록"},
    {Text::kBlueYellow, "Blue minus yellow", "파랑 빼기 노랑"},
    {Text::kClear, "All zero", "모두 0"},
    {Text::kPresets, "Start from", "처음 모양"},
    {Text::kChoose, "Choose a filter", "필터 고르기"},
    {Text::kBalance, "Balance", "합을 0으로"},
    {Text::kColormap, "Colour map", "컬러맵"},
    {Text::kSharedRange, "One range for all maps", "모든 맵에 같은 범위"},
    {Text::kNextPicture, "P: next picture", "P: 다음 사진"},
    {Text::kNextFilter, "F: next filter", "F: 다음 필터"},
    {Text::kCenterCrop, "Crop", "자르기"},
    {Text::kRescaling, "Rescaling 1/255", "스케일링 1/255"},
    {Text::kChain, "What the filter sees", "필터가 보는 값"},
    {Text::kPicture, "Picture", "사진"},
    {Text::kDismiss, "Close", "닫기"},
    {Text::kBeforeActivation, "before activation", "활성화 함수 적용 전"},
    {Text::kAfterRelu, "after ReLU", "ReLU 적용 후"},
    {Text::kStageHelp, "drag: paint   right drag: erase   wheel: +-0.1   double click: type",
     "끌기: 칠하기   오른쪽 끌기: 지우기   휠: +-0.1   두 번 클릭: 값 입력"},
    {Text::kConv, "conv", "합성곱"},
    {Text::kFrame, "frame", "프레임"},
    {Text::kStep, "step", "단계"},
}};

constexpr std::array kTooltips{
    Entry{Text::kUndo, "Takes the last step back (Ctrl+Z)", "마지막 단계를 되돌립니다 (Ctrl+Z)"},
    Entry{Text::kRedo, "Does the step again that was taken back (Ctrl+Y)",
          "되돌린 단계를 다시 합니다 (Ctrl+Y)"},
    Entry{Text::kDarkPage, "Dark colours, for a dim room", "어두운 방에 맞는 색으로 바꿉니다"},
    Entry{Text::kLightPage, "Light colours, for a projector and for print",
          "빔프로젝터와 인쇄에 맞는 색으로 바꿉니다"},
    Entry{Text::kOtherLanguage, "모든 글을 한국어로 바꿉니다", "Shows every text in English"},
    Entry{Text::kResetLayout, "Puts the three columns back where they were at first",
          "세 열을 처음 자리로 되돌립니다"},
    Entry{Text::kColor,
          "All three planes as one colour picture: grey is 0, each colour its own weight (0)",
          "세 채널을 한 장의 색으로 봅니다. 회색이 0입니다 (0)"},
    Entry{Text::kRed, "Only the weights for red (1)", "빨강 채널의 가중치만 봅니다 (1)"},
    Entry{Text::kGreen, "Only the weights for green (2)", "초록 채널의 가중치만 봅니다 (2)"},
    Entry{Text::kBlue, "Only the weights for blue (3)", "파랑 채널의 가중치만 봅니다 (3)"},
    Entry{Text::kBrush,
          "The value that a drag writes: drag sideways to change, double click to type",
          "끌면 쓰는 값입니다. 옆으로 끌어 바꾸거나 두 번 클릭해 입력합니다"},
    Entry{Text::kErase, "Writes 0 instead of the brush's value (E)", "붓의 값 대신 0을 씁니다 (E)"},
    Entry{Text::kFlipSign, "Turns the brush's value into its negative (X)",
          "붓의 값의 부호를 바꿉니다 (X)"},
    Entry{Text::kWrites, "Which planes the brush writes while the colour picture is on the stage",
          "색으로 볼 때 붓이 어느 채널에 쓸지 고릅니다"},
    Entry{Text::kSum,
          "The sum of all weights. A filter of sum 0 answers to changes only: a flat area gives 0",
          "모든 가중치의 합입니다. 합이 0이면 변화에만 반응해서 평평한 곳은 0이 됩니다"},
    Entry{Text::kPresets, "Replaces the filter on the stage by a well-known one",
          "무대의 필터를 잘 알려진 필터로 바꿉니다"},
    Entry{Text::kBalance, "Takes the mean off every weight, so that the sum is 0",
          "모든 가중치에서 평균을 빼 합을 0으로 만듭니다"},
    Entry{Text::kColormap, "How values become colours; the range is printed under each map",
          "값을 색으로 바꾸는 방법입니다. 범위는 맵 아래에 있습니다"},
    Entry{Text::kSharedRange,
          "The same colours mean the same values in every map, so that maps can be compared (R)",
          "모든 맵에서 같은 색이 같은 값을 뜻하게 해 맵을 견줄 수 있습니다 (R)"},
    Entry{Text::kHintClose, "Closes this strip", "이 안내를 닫습니다"},
    Entry{Text::kDismiss, "Closes this message", "이 알림을 닫습니다"},
};

// Each text stands at its own place in the table, so that looking it up is an index.
constexpr bool in_order() {
  for (std::size_t i = 0; i < kTextCount; ++i) {
    if (static_cast<std::size_t>(kTexts[i].text) != i) return false;
  }
  return true;
}
static_assert(in_order());

const char* in_language(const Entry& entry, lab::Language language) {
  return language == lab::Language::kEnglish ? entry.english : entry.korean;
}

}  // namespace

const char* translate(Text text, lab::Language language) {
  return in_language(kTexts[static_cast<std::size_t>(text)], language);
}

const char* tooltip(Text text, lab::Language language) {
  for (const Entry& entry : kTooltips) {
    if (entry.text == text) return in_language(entry, language);
  }
  return nullptr;
}

}  // namespace convlens::ui
