#include "ui/window/help_table.h"

#include <array>

namespace convlens::ui {
namespace {

constexpr std::array kActionHelp{
    ActionHelp{Action::kUndo, HelpGroup::kEdit, {"take the last step back", "되돌리기"}},
    ActionHelp{Action::kRedo, HelpGroup::kEdit, {"do it again", "다시 실행"}},
    ActionHelp{Action::kCopyFilter, HelpGroup::kEdit, {"copy the filter", "필터 복사"}},
    ActionHelp{
        Action::kPaste, HelpGroup::kEdit, {"paste filters, a picture", "필터나 사진 붙여넣기"}},
    ActionHelp{Action::kFlipSign, HelpGroup::kStage, {"flip the brush's sign", "붓의 부호 바꾸기"}},
    ActionHelp{Action::kErase, HelpGroup::kStage, {"eraser", "지우개"}},
    ActionHelp{Action::kMute, HelpGroup::kStage, {"mute weights", "가중치 끄기"}},
    ActionHelp{Action::kSolo, HelpGroup::kStage, {"hear one weight alone", "가중치 하나만 켜기"}},
    ActionHelp{Action::kNextPicture, HelpGroup::kPicture, {"next picture", "다음 사진"}},
    ActionHelp{Action::kPreviousInFolder,
               HelpGroup::kPicture,
               {"the one before in its folder", "폴더의 이전 사진"}},
    ActionHelp{
        Action::kNextInFolder, HelpGroup::kPicture, {"the next in its folder", "폴더의 다음 사진"}},
    ActionHelp{Action::kNextFilter, HelpGroup::kStage, {"next filter", "다음 필터"}},
    ActionHelp{
        Action::kStageColor, HelpGroup::kStage, {"all planes in colour", "모든 채널을 색으로"}},
    ActionHelp{Action::kStageRed, HelpGroup::kStage, {"red plane", "빨강 채널"}},
    ActionHelp{Action::kStageGreen, HelpGroup::kStage, {"green plane", "초록 채널"}},
    ActionHelp{Action::kStageBlue, HelpGroup::kStage, {"blue plane", "파랑 채널"}},
    ActionHelp{Action::kSharedRange, HelpGroup::kMaps, {"one range for all", "모두 같은 범위"}},
    ActionHelp{Action::kNextWorkspace, HelpGroup::kWindow, {"bench, network", "실험대, 신경망"}},
    ActionHelp{Action::kDifference, HelpGroup::kMaps, {"mine less trained", "내 맵과의 차이"}},
    ActionHelp{Action::kSweep, HelpGroup::kArithmetic, {"play, pause", "재생, 멈춤"}},
    ActionHelp{Action::kPreviousCell, HelpGroup::kArithmetic, {"one cell back", "이전 칸"}},
    ActionHelp{Action::kNextCell, HelpGroup::kArithmetic, {"one cell on", "다음 칸"}},
    ActionHelp{Action::kUnpin, HelpGroup::kArithmetic, {"let the cell go", "고정 해제"}},
    ActionHelp{Action::kPinRanges, HelpGroup::kMaps, {"pin the ranges", "범위 고정"}},
    ActionHelp{
        Action::kLastChange, HelpGroup::kMaps, {"change by the last step", "마지막 단계의 변화"}},
    ActionHelp{Action::kOverlay, HelpGroup::kMaps, {"maps over the crop", "사진 위에 겹치기"}},
    ActionHelp{Action::kZoomIn, HelpGroup::kMaps, {"enlarge all maps", "모든 맵 확대"}},
    ActionHelp{Action::kZoomOut, HelpGroup::kMaps, {"make them smaller", "모든 맵 축소"}},
    ActionHelp{Action::kShowAll, HelpGroup::kMaps, {"show all of them", "맵 전체 보기"}},
    ActionHelp{Action::kHelp, HelpGroup::kWindow, {"all keys", "모든 단축키"}},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kActionHelp.size(); ++i) {
    if (static_cast<std::size_t>(kActionHelp[i].action) != i) return false;
  }
  return kActionHelp.size() == static_cast<std::size_t>(Action::kCount);
}
static_assert(in_order(), "every action is explained where its enumerator is");

constexpr std::array kGestureHelp{
    GestureHelp{HelpGroup::kStage, {"Drag", "끌기"}, {"paint", "칠하기"}},
    GestureHelp{HelpGroup::kStage, {"Right drag", "오른쪽 끌기"}, {"write 0", "0 쓰기"}},
    GestureHelp{HelpGroup::kStage,
                {"Shift + drag", "Shift + 끌기"},
                {"keep to a row or column", "한 줄로만 칠하기"}},
    GestureHelp{
        HelpGroup::kStage, {"Wheel", "휠"}, {"+-0.1, with Shift 0.01", "+-0.1, Shift는 0.01"}},
    GestureHelp{
        HelpGroup::kStage, {"Double click", "두 번 클릭"}, {"type the weight", "가중치 입력"}},
    GestureHelp{HelpGroup::kStage,
                {"Ctrl + click", "Ctrl + 클릭"},
                {"take it into the brush", "값을 붓으로"}},
    GestureHelp{HelpGroup::kStage, {"Arrow keys", "화살표 키"}, {"point at a cell", "칸 고르기"}},
    GestureHelp{HelpGroup::kStage,
                {"Enter, Delete", "Enter, Delete"},
                {"paint it, write 0", "칠하기, 0 쓰기"}},
    GestureHelp{HelpGroup::kStage,
                {"Ctrl + Up, Down", "Ctrl + 위, 아래"},
                {"+-0.1, with Shift 0.01", "+-0.1, Shift는 0.01"}},
    GestureHelp{HelpGroup::kStage, {"F2, I", "F2, I"}, {"type it, take it", "입력, 붓으로"}},
    GestureHelp{HelpGroup::kMaps, {"Click", "클릭"}, {"take this cell apart", "칸 계산 보기"}},
    GestureHelp{HelpGroup::kMaps, {"Wheel, Ctrl + wheel", "휠, Ctrl + 휠"}, {"enlarge", "확대"}},
    GestureHelp{HelpGroup::kMaps, {"Drag", "끌기"}, {"move on", "옮기기"}},
    GestureHelp{HelpGroup::kMaps, {"Double click", "두 번 클릭"}, {"show all", "전체 보기"}},
    GestureHelp{HelpGroup::kPicture, {"Drag", "끌기"}, {"move the crop", "자르기 옮기기"}},
    GestureHelp{
        HelpGroup::kPicture, {"Drag an edge", "가장자리 끌기"}, {"resize the crop", "자르기 크기"}},
    GestureHelp{HelpGroup::kPicture,
                {"Arrow keys", "화살표 키"},
                {"move it, Shift: by 10", "옮기기, Shift는 10씩"}},
    GestureHelp{HelpGroup::kPicture, {"Wheel", "휠"}, {"down to the numbers", "숫자까지 확대"}},
    GestureHelp{
        HelpGroup::kEdit, {"Up, Down", "위, 아래"}, {"steps, in the history", "작업 내역의 단계"}},
};

constexpr std::array<Words, static_cast<std::size_t>(HelpGroup::kCount)> kTitles{{
    {"Edit", "편집"},
    {"Stage", "무대"},
    {"Maps", "특성 맵"},
    {"Picture", "사진"},
    {"Arithmetic", "계산"},
    {"Window", "창"},
}};

}  // namespace

std::span<const ActionHelp> action_help() { return kActionHelp; }

std::span<const GestureHelp> gesture_help() { return kGestureHelp; }

Words group_title(HelpGroup group) { return kTitles[static_cast<std::size_t>(group)]; }

}  // namespace convlens::ui
