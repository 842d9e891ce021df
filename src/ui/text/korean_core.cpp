#include "ui/text/phrases.h"

namespace convlens::ui {
namespace {

// Of conv, too.
constexpr PhraseEntry kEntries[] = {
    // Files.
    {"{}: there is no such file ({})", "{}: 파일이 없습니다({})"},
    {"{}: the file cannot be read ({})", "{}: 파일을 읽을 수 없습니다({})"},
    {"{}: the folder to write to does not exist ({})", "{}: 저장할 폴더가 없습니다({})"},
    {"{}: the file cannot be written ({})", "{}: 파일에 쓸 수 없습니다({})"},
    {"{}: the file is too large, at most {} bytes are read",
     "{}: 파일이 너무 커서 읽지 않습니다(최대 {}바이트)"},
    {"{}: this is a folder, not a file", "{}: 파일이 아니라 폴더입니다"},
    {"{}: this is a device, not a file", "{}: 파일이 아니라 장치입니다"},
    {"{}: there is not enough memory to read the file", "{}: 파일을 읽을 메모리가 부족합니다"},
    {"{}: this names no file to write", "{}: 저장할 파일의 이름이 아닙니다"},

    // Arrays.
    {"{}: this is not a NumPy .npy file, which starts with \\x93NUMPY and a version",
     "{}: \\x93NUMPY와 버전으로 시작하는 NumPy의 .npy 파일이 아닙니다"},
    {"{}: expected .npy format version 1.0, 2.0 or 3.0, found {}.{}",
     "{}: .npy 형식의 버전이 1.0, 2.0, 3.0 중 하나여야 하는데 {}.{}입니다"},
    {"{}: the file ends within its header", "{}: 헤더 중간에서 파일이 끝납니다"},
    {"{}: the file ends within its header, which should take {} bytes",
     "{}: 헤더가 {}바이트여야 하는데 그 중간에서 파일이 끝납니다"},
    {"{}: the .npy header is damaged, expected a dictionary of descr, fortran_order and shape",
     "{}: .npy 헤더는 descr, fortran_order, shape가 담긴 사전이어야 하는데 손상되었습니다"},
    {"{}: expected an array of integers, floats or bools, found {}",
     "{}: 정수, 실수, 불 값의 배열이어야 하는데 {}입니다"},
    {"a structured type", "구조체 자료형"},
    {"type '{}'", "자료형 '{}'"},
    {"{}: the header tells of {} values of {} bytes each, but {} bytes follow it",
     "{0}: 헤더에는 {2}바이트 값 {1}개라고 되어 있지만 뒤따르는 것은 {3}바이트입니다"},
    {"{}: the array \"{}\"", "{}: 배열 \"{}\""},
    {"{}: the zip entry \"{}\" is no array, entries that end in .npy expected",
     "{}: ZIP 항목의 이름이 .npy로 끝나야 하는데 \"{}\" 항목은 배열이 아닙니다"},
    {"{}: this is not a NumPy .npz file, which is a zip archive",
     "{}: NumPy의 .npz 파일, 곧 ZIP 파일이 아닙니다"},
    {"{}: the .npz file holds no arrays", "{}: .npz 파일에 배열이 없습니다"},
    {"{}: the file holds {} arrays, {}; a single one, or one named {} expected",
     "{0}: 배열이 하나이거나 이름이 {3}인 배열이 있어야 하는데 {1}개가 있습니다({2})"},
    {"{} and {}", "{} 그리고 {}"},
    {"{} and {} more", "{} 외 {}개"},
    {"{} or {}", "{} 또는 {}"},
    {"an array has {} axes, at most {} are supported",
     "배열의 축은 최대 {1}개여야 하는데 {0}개입니다"},
    {"the shape {} has a negative extent", "모양 {}에 음수가 있습니다"},
    {"the shape {} has more elements than memory can hold",
     "모양 {}의 원소가 메모리에 담을 수 없을 만큼 많습니다"},
    {"there is not enough memory for an array of shape {}",
     "모양이 {}인 배열을 담을 메모리가 부족합니다"},

    // Zip archives.
    {"{}: the file is empty, expected a zip archive", "{}: ZIP 파일이어야 하는데 비어 있습니다"},
    {"{}: the zip archive holds two entries of the same name",
     "{}: ZIP 파일에 이름이 같은 항목이 둘 있습니다"},
    {"{}: the zip archive is damaged or cut short ({})",
     "{}: ZIP 파일이 손상되었거나 중간에 끊겼습니다({})"},
    {"{}: the zip archive has {} entries, at most {} are read",
     "{0}: ZIP 파일의 항목은 최대 {2}개여야 하는데 {1}개입니다"},
    {"{}: the zip archive's entries take more than {} bytes, at most so many are read",
     "{}: ZIP 파일의 항목이 모두 합쳐 최대 크기인 {}바이트를 넘습니다"},
    {"{}: entry {} of the zip archive is damaged", "{}: ZIP 파일의 {}번 항목이 손상되었습니다"},
    {"{}: the zip entry \"{}\" {}", "{}: ZIP 항목 \"{}\"의 이름을 쓸 수 없습니다({})"},
    {"has no name", "이름 없음"},
    {"has control characters in it", "제어 문자가 들어 있음"},
    {"has a backslash in it", "역슬래시가 들어 있음"},
    {"is an absolute path", "절대 경로임"},
    {"leads out of the archive", "ZIP 파일 밖을 가리킴"},
    {"{}: the zip entry \"{}\" is encrypted", "{}: ZIP 항목 \"{}\"에 암호가 걸려 있습니다"},
    {"{}: the zip entry \"{}\" is compressed by method {}, expected deflate or none",
     "{}: ZIP 항목 \"{}\"의 압축은 deflate이거나 없어야 하는데 {}번 방식입니다"},
    {"{}: the zip entry \"{}\" takes {} bytes, at most {} are read",
     "{0}: ZIP 항목 \"{1}\"의 크기는 최대 {3}바이트여야 하는데 {2}바이트입니다"},
    {"{}: the zip entry \"{}\" unpacks {} bytes to {}, at most {} times as many are read",
     "{0}: ZIP 항목 \"{1}\"의 {2}바이트가 풀면 최대인 {4}배를 넘어 {3}바이트가 됩니다"},
    {"{}: the zip archive holds no \"{}\"", "{}: ZIP 파일에 \"{}\" 항목이 없습니다"},
    {"{}: the zip entry \"{}\" is damaged", "{}: ZIP 항목 \"{}\" 부분이 손상되었습니다"},
    {"{}: there is not enough memory for the zip entry \"{}\" of {} bytes",
     "{0}: {2}바이트 크기의 ZIP 항목 \"{1}\"에 쓸 메모리가 부족합니다"},
    {"{}: a zip archive of no entries is not made", "{}: 항목이 없는 ZIP 파일은 만들지 않습니다"},
    {"{}: the zip archive could not be made", "{}: ZIP 파일을 만들지 못했습니다"},
    {"{}: the zip entry \"{}\" could not be added ({})",
     "{}: ZIP 항목 \"{}\" 추가에 실패했습니다({})"},

    // Convolution.
    {"the stride must be at least 1 by 1, found {} by {}",
     "스트라이드는 1x1 이상이어야 하는데 {}x{}입니다"},
    {"the dilation must be at least 1 by 1, found {} by {}",
     "팽창은 1x1 이상이어야 하는데 {}x{}입니다"},
    {"the input must be of shape (N, H, W, C), no extent 0, found {}",
     "입력은 0이 없는 (N, H, W, C) 모양이어야 하는데 {}입니다"},
    {"the kernel must be of shape (KH, KW, C, F), no extent 0, found {}",
     "필터는 0이 없는 (KH, KW, C, F) 모양이어야 하는데 {}입니다"},
    {"the kernel {} expects {} channels, but the input {} has {}",
     "모양이 {}인 필터에는 채널이 {}개 필요한데 모양이 {}인 입력의 채널은 {}개입니다"},
    {"the bias must be of shape ({},), one value for each filter of the kernel {}, found {}",
     "편향은 필터 {1}마다 값이 하나인 ({0},) 모양이어야 하는데 {2}입니다"},
    {"VALID padding leaves no output: the kernel {} covers {} by {} pixels at dilation {} by {}, "
     "more than the input {}",
     "팽창이 {3}x{4}인 필터 {0}의 크기가 {1}x{2}픽셀이어서 입력 {5}보다 커서, VALID 패딩으로는 "
     "출력이 남지 않습니다"},
    {"the kernel {} at dilation {} by {} covers more pixels than can be counted",
     "팽창이 {1}x{2}인 필터 {0}의 크기가 셀 수 없을 만큼 큽니다"},
    {"there is not enough memory to convolve {} rows of {} pixels and {} channels",
     "{1}픽셀 {0}행, 채널 {2}개인 입력을 합성곱할 메모리가 부족합니다"},
    {"the output holds {} values, but a result of shape {} needs {}",
     "출력의 값이 {}개인데 모양이 {}인 결과에는 {}개가 필요합니다"},
};

}  // namespace

std::span<const PhraseEntry> korean_of_core() { return kEntries; }

}  // namespace convlens::ui
