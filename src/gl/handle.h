#pragma once

#include <utility>

namespace convlens::gl {

// Owns one OpenGL object by its name, which Traits makes and deletes:
//   static unsigned create();
//   static void destroy(unsigned id);
// Empty (id 0) when default-made, moved from or reset. Making and deleting an object needs the
// context that owns it to be current; an empty handle never calls OpenGL and needs none.
template <typename Traits>
class Handle {
 public:
  Handle() = default;
  explicit Handle(unsigned id) : id_(id) {}
  static Handle create() { return Handle(Traits::create()); }
  ~Handle() { reset(); }

  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  // The name is taken out before the old object goes, so that a move to itself keeps the object.
  Handle& operator=(Handle&& other) noexcept {
    const unsigned id = std::exchange(other.id_, 0);
    reset();
    id_ = id;
    return *this;
  }

  unsigned id() const { return id_; }
  explicit operator bool() const { return id_ != 0; }

  void reset() {
    if (const unsigned id = std::exchange(id_, 0); id != 0) Traits::destroy(id);
  }

 private:
  unsigned id_ = 0;
};

struct TextureTraits {
  static unsigned create();
  static void destroy(unsigned id);
};

struct BufferTraits {
  static unsigned create();
  static void destroy(unsigned id);
};

struct VertexArrayTraits {
  static unsigned create();
  static void destroy(unsigned id);
};

struct FramebufferTraits {
  static unsigned create();
  static void destroy(unsigned id);
};

struct ProgramTraits {
  static unsigned create();
  static void destroy(unsigned id);
};

// A shader's kind is chosen when it is made, so there is no create(): Handle(glCreateShader(kind)).
struct ShaderTraits {
  static void destroy(unsigned id);
};

using TextureHandle = Handle<TextureTraits>;
using BufferHandle = Handle<BufferTraits>;
using VertexArrayHandle = Handle<VertexArrayTraits>;
using FramebufferHandle = Handle<FramebufferTraits>;
using ProgramHandle = Handle<ProgramTraits>;
using ShaderHandle = Handle<ShaderTraits>;

}  // namespace convlens::gl
