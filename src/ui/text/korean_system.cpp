#include "ui/text/phrases.h"

namespace convlens::ui {
namespace {

// As the C library words them.
constexpr PhraseEntry kEntries[] = {
    {"No such file or directory", "그런 파일이나 폴더가 없음"},
    {"Permission denied", "권한이 없음"},
    {"Operation not permitted", "허용되지 않은 작업"},
    {"Is a directory", "폴더임"},
    {"Not a directory", "폴더가 아님"},
    {"File exists", "파일이 이미 있음"},
    {"File name too long", "파일 이름이 너무 긺"},
    {"File too large", "파일이 너무 큼"},
    {"No space left on device", "저장 공간이 부족함"},
    {"Disk quota exceeded", "디스크 할당량을 넘음"},
    {"Read-only file system", "읽기 전용 파일 시스템"},
    {"Input/output error", "입출력 오류"},
    {"Too many open files", "열린 파일이 너무 많음"},
    {"Too many levels of symbolic links", "심볼릭 링크가 너무 많이 이어짐"},
    {"Device or resource busy", "장치를 다른 곳에서 쓰고 있음"},
    {"No such device or address", "그런 장치가 없음"},
    {"Invalid argument", "잘못된 값"},
    {"Cannot allocate memory", "메모리가 부족함"},
    {"Resource temporarily unavailable", "지금은 쓸 수 없음"},
    {"Stale file handle", "파일 연결이 끊김"},
};

}  // namespace

std::span<const PhraseEntry> korean_of_system() { return kEntries; }

}  // namespace convlens::ui
