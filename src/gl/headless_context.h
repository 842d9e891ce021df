#pragma once

#include <memory>

#include "core/result.h"

namespace convlens::gl {

// An OpenGL core context without a window or a display server (EGL; software rendering will do):
// 4.3 where the driver has it, else 3.3. Nothing can be drawn before a framebuffer of one's own,
// such as OffscreenTarget, is bound. Empty when moved from.
//
// Contexts may live side by side on one thread, one of them current; create and destroy them on
// that thread. The context goes with this object; every OpenGL object made in it must go first.
class HeadlessContext {
 public:
  // Makes the context current and loads OpenGL's functions. Tries Mesa's surfaceless platform, then
  // every EGL device, then the default display; the error says what the last of them lacked.
  static Result<HeadlessContext> create();

  ~HeadlessContext();
  HeadlessContext(HeadlessContext&& other) noexcept;
  HeadlessContext& operator=(HeadlessContext&& other) noexcept;

  // Makes it the calling thread's context again; false for an empty object or where EGL refuses.
  bool make_current() const;

 private:
  class State;

  explicit HeadlessContext(std::unique_ptr<State> state);
  // An EGLDisplay that is open.
  static Result<HeadlessContext> on_display(void* display);

  std::unique_ptr<State> state_;
};

}  // namespace convlens::gl
