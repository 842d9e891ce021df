#include "gl/headless_context.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "gl/gl_info.h"

namespace convlens::gl {
namespace {

std::string egl_error() { return fmt::format("EGL error {:#x}", eglGetError()); }

// A display is never closed again. EGL hands out the same one for the same request, so closing it
// would end the contexts of everybody else on it; and it is the process's, who frees it at its end.
Status open_display(EGLDisplay display, const char* name) {
  if (display == EGL_NO_DISPLAY) return fail("EGL has no {}", name);
  EGLint major = 0;
  EGLint minor = 0;
  if (eglInitialize(display, &major, &minor) != EGL_TRUE) {
    return fail("EGL's {} does not start ({})", name, egl_error());
  }
  return {};
}

EGLDisplay surfaceless_display() {
  return eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
}

// The machine's devices, as far as EGL lists them; Mesa's software renderer is one.
std::vector<EGLDeviceEXT> list_devices() {
  const auto query =
      reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
  EGLint count = 0;
  if (query == nullptr || query(0, nullptr, &count) != EGL_TRUE) return {};
  std::vector<EGLDeviceEXT> devices(static_cast<std::size_t>(count));
  if (query(count, devices.data(), &count) != EGL_TRUE) return {};
  devices.resize(static_cast<std::size_t>(count));
  return devices;
}

EGLContext create_core_context(EGLDisplay display, EGLConfig config, EGLint major, EGLint minor) {
  const std::array<EGLint, 7> attributes{EGL_CONTEXT_MAJOR_VERSION,
                                         major,
                                         EGL_CONTEXT_MINOR_VERSION,
                                         minor,
                                         EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                         EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                         EGL_NONE};
  return eglCreateContext(display, config, EGL_NO_CONTEXT, attributes.data());
}

Result<EGLContext> create_context(EGLDisplay display) {
  if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) {
    return fail("EGL's display offers no desktop OpenGL ({})", egl_error());
  }
  // No surface is ever made, so any kind of surface will do (the default asks for windows).
  const std::array<EGLint, 5> wanted{EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                     EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (eglChooseConfig(display, wanted.data(), &config, 1, &count) != EGL_TRUE || count < 1) {
    return fail("EGL's display offers no configuration for desktop OpenGL");
  }
  EGLContext context = create_core_context(display, config, 4, 3);
  if (context == EGL_NO_CONTEXT) context = create_core_context(display, config, 3, 3);
  if (context == EGL_NO_CONTEXT) {
    return fail("EGL's display gives no OpenGL 3.3 core context ({})", egl_error());
  }
  return context;
}

}  // namespace

class HeadlessContext::State {
 public:
  State(EGLDisplay display, EGLContext context) : display_(display), context_(context) {}
  ~State() {
    if (eglGetCurrentContext() == context_) {
      eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    }
    eglDestroyContext(display_, context_);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  bool make_current() const {
    return eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_TRUE;
  }

 private:
  EGLDisplay display_;
  EGLContext context_;
};

HeadlessContext::HeadlessContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
HeadlessContext::~HeadlessContext() = default;
HeadlessContext::HeadlessContext(HeadlessContext&& other) noexcept = default;
HeadlessContext& HeadlessContext::operator=(HeadlessContext&& other) noexcept = default;

Result<HeadlessContext> HeadlessContext::create() {
  // What a display that opened lacks tells more than why another one did not open.
  Error error(phrase("EGL lists no display"));
  bool opened = false;
  const auto attempt = [&](EGLDisplay display, const char* name) -> Result<HeadlessContext> {
    if (auto open = open_display(display, name); !open) {
      if (!opened) error = open.error();
      return fail(error);
    }
    opened = true;
    auto context = on_display(display);
    if (!context) error = context.error();
    return context;
  };

  if (auto context = attempt(surfaceless_display(), "surfaceless display")) return context;
  for (const EGLDeviceEXT device : list_devices()) {
    EGLDisplay display = eglGetPlatformDisplay(EGL_PLATFORM_DEVICE_EXT, device, nullptr);
    if (auto context = attempt(display, "device display")) return context;
  }
  if (auto context = attempt(eglGetDisplay(EGL_DEFAULT_DISPLAY), "default display")) return context;
  return fail("no OpenGL without a window: expected EGL with OpenGL 3.3 or later, but {}", error);
}

Result<HeadlessContext> HeadlessContext::on_display(void* display) {
  TRY_ASSIGN(auto egl_context, create_context(display));
  HeadlessContext context(std::make_unique<State>(display, egl_context));
  if (!context.make_current()) {
    return fail("EGL does not make a context current without a surface ({})", egl_error());
  }
  TRY(load_gl(eglGetProcAddress));
  return context;
}

bool HeadlessContext::make_current() const { return state_ != nullptr && state_->make_current(); }

}  // namespace convlens::gl
