#include "ui/text/phrases.h"

namespace convlens::ui {
namespace {

// What the files of all formats have in common; the formats have files of their own.
constexpr PhraseEntry kEntries[] = {
    // The process that reads.
    {"{}: reading the file took longer than {} seconds and was stopped",
     "{}: 파일 읽기가 {}초를 넘어서 멈추었습니다"},
    {"{}: reading the file took too much processor time and was stopped",
     "{}: 파일 읽기에 프로세서 시간이 너무 많이 들어서 멈추었습니다"},
    {"{}: the file is damaged, its reader crashed ({})",
     "{}: 파일이 손상되어 읽는 프로그램이 비정상 종료되었습니다({})"},
    {"{}: the file is damaged, its reader gave up (exit status {})",
     "{}: 파일이 손상되어 읽기를 그만두었습니다(종료 상태 {})"},
    {"{}: this is a device or a pipe, not a file", "{}: 파일이 아니라 장치나 파이프입니다"},
    {"{}: the file is damaged, {}", "{}: 파일이 손상되었습니다({})"},
    {"found {}", "발견된 것: {}"},
    {"more than was to be expected", "예상보다 많은 내용"},
    {"text longer than was to be expected", "예상보다 긴 텍스트"},
    {"an error that nests too deep", "너무 깊이 중첩된 오류"},
    {"an error of values in an order of their own", "값의 순서가 다른 오류"},
    {"an array of too many axes", "축이 너무 많은 배열"},
    {"an array larger than was to be expected", "예상보다 큰 배열"},
    {"an array larger than there is memory for", "메모리보다 큰 배열"},
    {"only a part of the model", "모델의 일부뿐임"},
    {"a model of an unknown format", "알 수 없는 형식의 모델"},
    {"something that is not a model", "모델이 아닌 내용"},
    {"{}: there is no reader called {}", "{}: 읽는 방법이 없습니다({})"},
    {"{}: the file asks for more memory than a model of its size needs",
     "{}: 이 크기의 모델에 필요한 것보다 많은 메모리를 요구하는 파일입니다"},
    {"the pictures to compute with have not come", "계산할 사진이 오지 않았습니다"},
    {"the process that reads it cannot be started ({})",
     "파일을 읽을 프로세스를 시작할 수 없습니다({})"},
    {"there is no room for what the process that reads it needs ({})",
     "파일을 읽을 프로세스에 필요한 공간이 없습니다({})"},

    // Whole files.
    {"{}: the file holds weights without layers too",
     "{}: 이 파일에도 층이 없이 가중치만 들어 있습니다"},
    {"{}: the file holds weights only, expected one that tells the layers too",
     "{}: 층의 정보도 있는 파일이어야 하는데 가중치만 들어 있습니다"},
    {"{}: {}, so that the network can only be looked at (read-only)",
     "{}: 신경망을 보기만 할 수 있습니다(읽기 전용): {}"},
    {"{}: OpenCV gives up ({})", "{}: OpenCV가 처리하지 못했습니다({})"},
    {"{}: the file is damaged, its layers cannot be told",
     "{}: 파일이 손상되어 층을 알 수 없습니다"},
    {"{}: {} layers were computed, expected {}", "{0}: 층 {2}개를 계산해야 하는데 {1}개입니다"},
    {"the name \"{}\" of a layer cannot be shown", "층의 이름 \"{}\" 글자를 표시할 수 없습니다"},

    // What stands beside a model.
    {"\"classes\" should be a list of names", "\"classes\" 값은 이름의 목록이어야 합니다"},
    {"\"classes\" should be a list", "\"classes\" 값은 목록이어야 합니다"},
    {"the class \"{}\" has characters that cannot be shown",
     "클래스 \"{}\"에 표시할 수 없는 글자가 있습니다"},
    {"\"scale\" should be a number or a quotient as \"1/255\"",
     "\"scale\" 값은 숫자이거나 \"1/255\" 같은 나눗셈이어야 합니다"},

    // HDF5.
    {"{}: the HDF5 file is damaged or cut short", "{}: HDF5 파일이 손상되었거나 중간에 끊겼습니다"},
    {"{}: the HDF5 file in it is damaged or cut short",
     "{}: 안에 든 HDF5 파일이 손상되었거나 중간에 끊겼습니다"},
    {"the HDF5 file is damaged", "HDF5 파일이 손상되었습니다"},
    {"the attribute \"{}\" of \"{}\" {}", "\"{1}\"의 속성 \"{0}\": {2}"},
    {"the attribute \"{}\" of \"{}\" should be one text, found {}",
     "\"{1}\"의 속성 \"{0}\": 텍스트 하나여야 하는데 {2}개입니다"},
    {"is missing", "없습니다"},
    {"is damaged", "손상되었습니다"},
    {"should be text", "텍스트여야 합니다"},
    {"is too long to be a name", "이름으로 쓰기에는 너무 깁니다"},
    {"is not an array of numbers", "숫자의 배열이 아닙니다"},
    {"should be an array", "배열이어야 합니다"},
    {"keeps its values outside of the file", "값이 파일 밖에 있습니다"},
    {"claims the shape {}, more than a file of this size holds",
     "모양이 {}라고 하지만 이 크기의 파일에는 다 들어갈 수 없습니다"},
    {"\"{}\" is missing", "\"{}\": 없습니다"},
    {"\"{}\" is a link, expected the data themselves",
     "\"{}\": 데이터가 바로 있어야 하는데 링크입니다"},
    {"\"{}\" is damaged", "\"{}\": 손상되었습니다"},
    {"\"{}\" should be a group of arrays", "\"{}\": 배열의 그룹이어야 합니다"},
    {"the group \"{}\" is damaged", "그룹 \"{}\": 손상되었습니다"},
    {"the group \"{}\" has {} members, at most {} are read",
     "그룹 \"{0}\": 항목이 최대 {2}개여야 하는데 {1}개입니다"},
};

}  // namespace

std::span<const PhraseEntry> korean_of_loaders() { return kEntries; }

}  // namespace convlens::ui
