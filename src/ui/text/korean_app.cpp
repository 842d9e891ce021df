#include "ui/text/phrases.h"

namespace convlens::ui {
namespace {

constexpr PhraseEntry kEntries[] = {
    {"{}: an input of shape {}, (H, W), (H, W, C) or (N, H, W, C) expected",
     "{}: 입력의 모양은 (H, W), (H, W, C), (N, H, W, C) 중 하나여야 하는데 {}입니다"},
    {"{}: an idx file of shape {}, (N, H, W) expected",
     "{}: idx 파일의 모양은 (N, H, W)여야 하는데 {}입니다"},
    {"{}: {} at {} is {}, finite numbers expected",
     "{0}: 유한한 수여야 하는데 {2} 자리의 {1}이 {3}입니다"},
    {"the value", "값"},
    {"{}: filters are saved as .npy or .npz, another name expected",
     "{}: 필터는 이름이 .npy나 .npz로 끝나는 파일에 저장해 주세요"},
    {"filters saved: {}", "필터를 저장했습니다: {}"},
    {"{} and {} are two networks, one can be opened at a time",
     "신경망은 한 번에 하나만 열 수 있는데 {}, {} 둘입니다"},
    {"{}: the folder cannot be read ({})", "{}: 폴더를 읽을 수 없습니다({})"},
    {"copied picture", "복사한 사진"},
    {"the chosen picture is from no folder that could be leafed through",
     "고른 사진은 폴더에서 온 것이 아니어서 이전이나 다음 사진이 없습니다"},
    {"none of {} pictures of the folder can be read: {}",
     "폴더의 사진 {}장 가운데 읽을 수 있는 것이 없습니다: {}"},
    {"{}: there is no other picture to leaf to", "{}: 폴더에 다른 사진이 없습니다"},
    {"{}: there is no picture in the folder", "{}: 폴더에 사진이 없습니다"},
    {"the network could not be opened: {}", "신경망을 열지 못했습니다: {}"},
    {"{}: the network takes {} inputs, the first of shape {}; one of pictures expected",
     "{}: 사진을 받는 입력이 하나여야 하는데 입력이 {}개이고 첫 입력의 모양은 {}입니다"},
};

}  // namespace

std::span<const PhraseEntry> korean_of_app() { return kEntries; }

}  // namespace convlens::ui
