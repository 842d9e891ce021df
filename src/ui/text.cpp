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
    {Text::kBench, "Bench", "실험대"},
    {Text::kNetwork, "Network", "신경망"},
    {Text::kTrainedNetwork, "Trained network", "훈련된 신경망"},
    {Text::kOpening, "opening", "여는 중"},
    {Text::kSideBySide, "Beside trained", "훈련된 것과 나란히"},
    {Text::kAllMine, "All my maps", "내 맵 모두"},
    {Text::kBeforeActivationChoice, "Before activation", "활성화 전"},
    {Text::kAfterReluChoice, "After ReLU", "ReLU 후"},
    {Text::kDifference, "Difference", "차이"},
    {Text::kAdopt, "Adopt its ways", "신경망 방식 따르기"},
    {Text::kMine, "mine", "내 것"},
    {Text::kTrained, "trained", "훈련된"},
    {Text::kUntrained, "untrained", "훈련되지 않은"},
    {Text::kLikeness, "cos", "닮음"},
    {Text::kNotComparable, "not comparable", "견줄 수 없음"},
    {Text::kOtherShape, "the filters differ in shape", "필터의 모양이 다릅니다"},
    {Text::kNoNetwork, "No trained network is open", "열려 있는 신경망이 없습니다"},
    {Text::kTrainedFilters, "Trained filters", "훈련된 필터"},
    {Text::kMostAlike, "Most alike", "가장 닮은 것"},
    {Text::kTakeFilter, "Take it", "가져오기"},
    {Text::kPutFilter, "Put mine here", "내 필터 넣기"},
    {Text::kPaintTrained, "Paint it", "칠하기"},
    {Text::kBackToMine, "Back to mine", "내 필터로"},
    {Text::kRestoreFilter, "Restore filter", "필터 복원"},
    {Text::kRestoreNetwork, "Restore all", "모두 복원"},
    {Text::kUntrain, "Untrained", "훈련 전으로"},
    {Text::kLayers, "Layers", "층"},
    {Text::kPrediction, "Prediction", "예측"},
    {Text::kStatistics, "Weights", "가중치"},
    {Text::kLayerTable, "Layer table", "층 표"},
    {Text::kTestPicture, "Test set", "테스트 세트"},
    {Text::kMyCrop, "Crop", "자른 부분"},
    {Text::kWholePicture, "Picture", "사진 전체"},
    {Text::kAccuracy, "Test accuracy", "테스트 정확도"},
    {Text::kMorph, "Trained to mine", "훈련된 것에서 내 것으로"},
    {Text::kEpoch, "Epoch", "에포크"},
    {Text::kOriginal, "Original", "원래대로 보기"},
    {Text::kMostChanged, "Most changed first", "많이 바뀐 순서"},
    {Text::kDead, "dead", "꺼짐"},
    {Text::kPaddingPeak, "padding: largest at the border", "패딩: 가장자리에서 가장 큽니다"},
    {Text::kMean, "mean", "평균"},
    {Text::kDeviation, "std", "표준편차"},
    {Text::kName, "name", "이름"},
    {Text::kType, "type", "종류"},
    {Text::kShape, "output", "출력 모양"},
    {Text::kParameters, "weights", "가중치"},
    {Text::kCountOfWeights, "count", "개수"},
    {Text::kIndex, "#", "#"},
    {Text::kChannel, "channel", "채널"},
    {Text::kSeesClass, "is", "정답"},
    {Text::kPreparation, "Preparation", "전처리"},
    {Text::kNothing, "none, 0 to 1", "없음, 0~1"},
    {Text::kClipped, "clipped", "벗어남"},
    {Text::kThroughSoftmax, "scores through softmax", "점수에 소프트맥스 적용"},
    {Text::kGreyOf, "the crop in grey", "사진을 회색조로 바꿈"},
    {Text::kNoTestSet, "no test set is known", "테스트 세트가 없습니다"},
    {Text::kNoClasses, "what it gives is no list of classes", "출력이 클래스 목록이 아닙니다"},
    {Text::kOrder, "Order", "색 순서"},
    {Text::kSize, "Size (h, w)", "크기 (높이, 너비)"},
    {Text::kUsual, "Usual", "흔한 방식"},
    {Text::kScaleBy, "Times", "곱하기"},
    {Text::kLess, "Less", "빼기"},
    {Text::kDividedBy, "Divided by", "나누기"},
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
    Entry{Text::kBench, "Filters of your own on photographs (N)", "사진에 내 필터를 대 봅니다 (N)"},
    Entry{Text::kNetwork, "All layers of a trained network, from the picture to the prediction (N)",
          "사진에서 예측까지 훈련된 신경망의 모든 층을 봅니다 (N)"},
    Entry{Text::kTrainedNetwork,
          "The network whose maps stand beside yours. Drop a .keras, .h5, .onnx or .caffemodel "
          "file onto the window to open another",
          "내 맵 옆에 맵을 보여 줄 신경망입니다. .keras, .h5, .onnx, .caffemodel 파일을 창에 "
          "놓으면 열립니다"},
    Entry{Text::kSideBySide,
          "Each of my maps beside the trained map whose filter is most alike. Hold Space: the "
          "trained map takes the place of mine",
          "내 맵 옆에 필터가 가장 닮은 훈련된 맵을 놓습니다. 스페이스를 누르고 있으면 훈련된 맵이 "
          "내 맵 자리에 나타납니다"},
    Entry{Text::kAllMine, "All my maps: a row a picture, a column a filter",
          "내 맵을 모두 봅니다. 사진마다 한 줄, 필터마다 한 열입니다"},
    Entry{Text::kBeforeActivationChoice, "Both sides show the sums before the activation",
          "양쪽 모두 활성화 함수 적용 전의 값을 봅니다"},
    Entry{Text::kAfterReluChoice,
          "Both sides show the values after the activation: negative sums become 0",
          "양쪽 모두 활성화 함수 적용 후의 값을 봅니다. 음수는 0이 됩니다"},
    Entry{Text::kDifference,
          "Between the two: mine less the trained map, white where they agree (D)",
          "둘 사이에 내 맵에서 훈련된 맵을 뺀 것을 봅니다 (D)"},
    Entry{
        Text::kAdopt,
        "My filters see the picture as the network does, with its preparation, stride and padding",
        "내 필터도 신경망의 전처리, 스트라이드, 패딩으로 사진을 봅니다"},
    Entry{Text::kLikeness,
          "Cosine similarity of the two filters: 1 is the same pattern, -1 its negative",
          "두 필터의 코사인 닮음입니다. 1은 같은 무늬, -1은 반대 무늬입니다"},
    Entry{Text::kMostAlike,
          "Beside the filter on the stage stands again the trained one that is most alike",
          "무대의 필터 옆에 다시 가장 닮은 훈련된 필터를 놓습니다"},
    Entry{Text::kTakeFilter, "Copies the trained filter behind mine",
          "훈련된 필터를 내 필터 뒤에 복사합니다"},
    Entry{Text::kPutFilter, "My filter on the stage takes the trained one's place in the network",
          "무대의 내 필터를 신경망의 이 필터 자리에 넣습니다"},
    Entry{Text::kPaintTrained,
          "Puts the trained filter on the stage: what you paint changes the network",
          "훈련된 필터를 무대에 올립니다. 칠하면 신경망이 바뀝니다"},
    Entry{Text::kBackToMine, "Puts my filter back on the stage", "내 필터를 다시 무대에 올립니다"},
    Entry{Text::kRestoreFilter, "This filter as it was trained",
          "이 필터를 훈련된 그대로 되돌립니다"},
    Entry{Text::kUntrain,
          "Every weight as it was before any training: random, as Glorot and Bengio draw them",
          "모든 가중치를 훈련 전처럼 무작위(글로럿 균등분포)로 되돌립니다"},
    Entry{Text::kRestoreNetwork, "All weights as they were trained",
          "모든 가중치를 훈련된 그대로 되돌립니다"},
    Entry{Text::kTestPicture, "The network looks at a picture of its test set",
          "신경망이 테스트 세트의 이미지를 봅니다"},
    Entry{Text::kWholePicture, "The network looks at all of the picture on the bench",
          "신경망이 실험대의 사진 전체를 봅니다"},
    Entry{Text::kMyCrop, "The network looks at the crop of the picture on the bench",
          "신경망이 실험대 사진에서 자른 부분을 봅니다"},
    Entry{
        Text::kAccuracy,
        "Share of the test set that the network gets right; measured again whenever you change it",
        "테스트 세트에서 맞힌 비율입니다. 신경망을 바꾸면 다시 잽니다"},
    Entry{Text::kMorph, "0 shows the trained weights, 1 yours, and the slider goes past both",
          "0은 훈련된 가중치, 1은 내 가중치이고 그 너머로도 갑니다"},
    Entry{Text::kEpoch,
          "The first layer's filters at this moment of the training, from random to trained",
          "훈련 중 이 순간의 첫 번째 층 필터입니다"},
    Entry{Text::kOriginal, "The trained weights for as long as you press (O)",
          "누르고 있는 동안 훈련된 가중치를 봅니다 (O)"},
    Entry{Text::kMostChanged, "Orders every layer's maps by how far they are from the trained ones",
          "층마다 훈련된 맵과 많이 달라진 순서로 놓습니다"},
    Entry{
        Text::kPreparation,
        "What is done to a picture's values, 0 to 1, before the network sees them; click to change",
        "신경망에 넣기 전에 사진의 값(0~1)에 하는 일입니다. 눌러서 바꿉니다"},
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
