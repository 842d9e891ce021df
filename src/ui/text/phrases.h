#pragma once

#include <span>
#include <string>

#include "lab/log.h"
#include "lab/view.h"

namespace convlens::ui {

// What the rooms below say, in the window's language: errors, the history's labels, and words such
// as the names of presets. What has no Korean stays English.
std::string said(const Phrase& phrase, lab::Language language);
std::string said(const Word& word, lab::Language language);

// A pattern as the rooms below have it, or a word, and the Korean for it: "{0}" is its first value.
struct PhraseEntry {
  const char* english;
  const char* korean;
};

// By the room that says it. Where the value decides which form a Korean particle has, the sentence
// does without one: "필터 {0}: 이름이 없습니다", not "필터 {0}은".
std::span<const PhraseEntry> korean_of_core();
std::span<const PhraseEntry> korean_of_nn();
std::span<const PhraseEntry> korean_of_loaders();
std::span<const PhraseEntry> korean_of_keras();   // of loaders, as are
std::span<const PhraseEntry> korean_of_graphs();  // those about ONNX and Caffe
std::span<const PhraseEntry> korean_of_media();
std::span<const PhraseEntry> korean_of_lab();
std::span<const PhraseEntry> korean_of_app();
// What comes from the system: it says why a file cannot be read.
std::span<const PhraseEntry> korean_of_system();

}  // namespace convlens::ui
