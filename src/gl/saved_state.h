#pragma once

#include <array>

namespace convlens::gl {

// What an upload or a read-back needs in a known state: pixel rows without padding, taken from or
// written to plain memory, and the 2D texture of the active unit. Put back when the object goes.
class SavedTransferState {
 public:
  SavedTransferState();
  ~SavedTransferState();
  SavedTransferState(const SavedTransferState&) = delete;
  SavedTransferState& operator=(const SavedTransferState&) = delete;

 private:
  std::array<int, 8> pixel_store_{};
  int unpack_buffer_ = 0;
  int pack_buffer_ = 0;
  int texture_ = 0;
};

// Both framebuffer bindings.
class SavedFramebuffers {
 public:
  SavedFramebuffers();
  ~SavedFramebuffers();
  SavedFramebuffers(const SavedFramebuffers&) = delete;
  SavedFramebuffers& operator=(const SavedFramebuffers&) = delete;

 private:
  int draw_ = 0;
  int read_ = 0;
};

// All that a pass over a whole target changes or depends on. The constructor turns everything off
// that could hide or alter a fragment; the destructor puts the old state back. Sampler objects are
// left alone: they do not reach texelFetch, the only way in which the passes read.
class SavedDrawState {
 public:
  SavedDrawState();
  ~SavedDrawState();
  SavedDrawState(const SavedDrawState&) = delete;
  SavedDrawState& operator=(const SavedDrawState&) = delete;

 private:
  static constexpr int kUnits = 3;  // texture units that a pass may use
  static constexpr int kSwitches = 9;

  SavedFramebuffers framebuffers_;
  int program_ = 0;
  int vertex_array_ = 0;
  int active_unit_ = 0;
  std::array<int, 4> viewport_{};
  std::array<int, 2> polygon_mode_{};  // old drivers report front and back
  std::array<unsigned char, 4> color_mask_{};
  std::array<unsigned char, kSwitches> enabled_{};
  std::array<int, kUnits> textures_{};
};

}  // namespace convlens::gl
