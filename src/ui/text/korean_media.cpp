#include "ui/text/phrases.h"

namespace convlens::ui {
namespace {

constexpr PhraseEntry kEntries[] = {
    // What was converted.
    {"CMYK to RGB", "CMYK를 RGB로 바꿈"},
    {"turned as the camera recorded it", "카메라의 기록대로 돌림"},
    {"transparent pixels laid on white", "투명한 픽셀을 흰 바탕에 놓음"},
    {"grey as three equal channels", "회색조를 같은 채널 셋으로 만듦"},
    {"16 bits a channel brought to 8", "채널당 16비트를 8비트로 바꿈"},

    // Pictures.
    {"the picture is {} x {} pixels, at most {} a side expected",
     "사진의 한 변은 최대 {2}픽셀이어야 하는데 {0} x {1}픽셀입니다"},
    {"the picture is {} x {} pixels, at most {} altogether expected",
     "사진은 모두 합쳐 최대 {2}픽셀이어야 하는데 {0} x {1}픽셀입니다"},
    {"the picture is {} x {} pixels, the {} x {} that it declares expected",
     "사진이 {} x {}픽셀인데 파일에 적힌 크기는 {} x {}픽셀입니다"},
    {"the file is empty, a picture was expected", "사진이어야 하는데 파일이 비어 있습니다"},
    {"the file is over 2 GiB, a smaller one expected", "파일은 2GiB보다 작아야 합니다"},
    {"the file ends within the picture, a whole JPEG was expected",
     "온전한 JPEG여야 하는데 사진 중간에서 파일이 끝납니다"},
    {"the picture is damaged or of a kind that cannot be decoded",
     "사진이 손상되었거나 읽을 수 없는 종류입니다"},
    {"the picture has floating-point samples, 8 or 16 bits expected",
     "사진의 값이 8비트나 16비트 정수여야 하는데 실수입니다"},
    {"{}: the picture could not be decoded ({})", "{}: 사진을 읽지 못했습니다({})"},
    {"{}: there is no memory for {} x {} pixels", "{}: {} x {}픽셀을 담을 메모리가 부족합니다"},
    {"{}: PNG encoding failed", "{}: PNG로 만들지 못했습니다"},
    {"{}: PNG encoding failed ({})", "{}: PNG로 만들지 못했습니다({})"},
    {"not a picture that can be decoded, its beginning should tell a width and a height from 1",
     "읽을 수 있는 사진이 아닙니다: 파일의 앞부분에 1 이상의 너비와 높이가 있어야 합니다"},
    {"not a picture that can be decoded, {}", "읽을 수 있는 사진이 아닙니다: {}"},
    {"{} file, which cannot be read here, {}", "{} 파일은 여기에서 읽을 수 없습니다: {}"},
    {"PNG, JPEG, TIFF, BMP, WebP, PBM, PGM or PPM expected",
     "PNG, JPEG, TIFF, BMP, WebP, PBM, PGM, PPM 중 하나여야 합니다"},
    {"a GIF", "GIF 형식의"},
    {"an AVIF", "AVIF 형식의"},
    {"a HEIC or video", "HEIC 형식이나 동영상"},
    {"a JPEG 2000", "JPEG 2000 형식의"},
    {"an OpenEXR", "OpenEXR 형식의"},
    {"a Radiance HDR", "Radiance HDR 형식의"},
    {"a Photoshop", "포토샵"},
    {"a BigTIFF", "BigTIFF 형식의"},
    {"{}: the sample photograph was not found in {}, tools/setup.sh puts it there",
     "{}: tools/setup.sh를 실행하면 생기는 예제 이미지가 {} 폴더에 없습니다"},

    // Data sets.
    {"{}: the gzip data are damaged or cut short",
     "{}: gzip 데이터가 손상되었거나 중간에 끊겼습니다"},
    {"{}: the idx file ends too soon, {} bytes are missing",
     "{}: idx 파일이 너무 일찍 끝나서 {}바이트가 모자랍니다"},
    {"{}: this is no idx file, which begins with two bytes of 0, found {} and {}",
     "{}: idx 파일은 0인 바이트 둘로 시작하는데 {}, {} 값이 있습니다"},
    {"{}: expected an idx file of unsigned bytes (type 8), found type {}",
     "{}: 부호 없는 바이트(종류 8)의 idx 파일이어야 하는데 종류가 {}입니다"},
    {"{}: expected labels (1 axis) or pictures (3 axes), found {} axes",
     "{}: 레이블(축 1개)이나 그림(축 3개)이어야 하는데 축이 {}개입니다"},
    {"{}: the idx file holds no items, one extent is 0",
     "{}: idx 파일의 모양에 0이 있어서 항목이 없습니다"},
    {"a copied picture is read with the program xclip, which is not installed",
     "복사한 사진은 xclip 프로그램으로 읽는데, 설치되어 있지 않습니다"},
    {"the copied picture ended before it was whole", "복사한 사진이 끝까지 오지 않았습니다"},
    {"the program that the picture was copied in does not answer",
     "사진을 복사한 프로그램이 대답하지 않습니다"},
    {"{}: the idx header tells of more than {} bytes",
     "{}: idx 헤더에 적힌 크기가 {}바이트를 넘습니다"},
    {"{}: the file is empty, expected an idx file", "{}: idx 파일이어야 하는데 비어 있습니다"},
    {"{}: the idx file goes on behind the {} values of its header",
     "{}: idx 헤더에 적힌 값 {}개 뒤에 내용이 더 있습니다"},
};

}  // namespace

std::span<const PhraseEntry> korean_of_media() { return kEntries; }

}  // namespace convlens::ui
