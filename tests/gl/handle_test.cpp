#include "gl/handle.h"

#include <utility>
#include <vector>

#include "gl/context.h"

namespace convlens::gl {
namespace {

// Numbers its objects from 1 and notes which are gone.
struct CountingTraits {
  static inline unsigned made = 0;
  static inline std::vector<unsigned> destroyed;

  static unsigned create() { return ++made; }
  static void destroy(unsigned id) { destroyed.push_back(id); }
};
using CountingHandle = Handle<CountingTraits>;
using Ids = std::vector<unsigned>;

class CountedHandles : public ::testing::Test {
 protected:
  void SetUp() override {
    CountingTraits::made = 0;
    CountingTraits::destroyed.clear();
  }
};

TEST_F(CountedHandles, AreEmptyWhenDefaultMade) {
  {
    const CountingHandle handle;
    EXPECT_FALSE(handle);
    EXPECT_EQ(handle.id(), 0u);
  }
  EXPECT_EQ(CountingTraits::destroyed, Ids{});
}

TEST_F(CountedHandles, DestroyTheirObjectOnce) {
  {
    CountingHandle handle = CountingHandle::create();
    EXPECT_TRUE(handle);
    handle.reset();
    EXPECT_FALSE(handle);
    EXPECT_EQ(CountingTraits::destroyed, Ids{1});
  }
  EXPECT_EQ(CountingTraits::destroyed, Ids{1});
}

TEST_F(CountedHandles, HandTheirObjectOnWhenMoved) {
  {
    CountingHandle first = CountingHandle::create();
    CountingHandle second = std::move(first);
    EXPECT_FALSE(first);
    EXPECT_EQ(second.id(), 1u);
    EXPECT_EQ(CountingTraits::destroyed, Ids{});
  }
  EXPECT_EQ(CountingTraits::destroyed, Ids{1});
}

TEST_F(CountedHandles, DestroyWhatAMoveReplaces) {
  CountingHandle first = CountingHandle::create();
  CountingHandle second = CountingHandle::create();
  first = std::move(second);
  EXPECT_EQ(first.id(), 2u);
  EXPECT_FALSE(second);
  EXPECT_EQ(CountingTraits::destroyed, Ids{1});
  first = CountingHandle();
  EXPECT_EQ(CountingTraits::destroyed, (Ids{1, 2}));
}

TEST_F(CountedHandles, KeepTheirObjectInAMoveToThemselves) {
  CountingHandle handle = CountingHandle::create();
  CountingHandle& same = handle;
  handle = std::move(same);
  EXPECT_EQ(handle.id(), 1u);
  EXPECT_EQ(CountingTraits::destroyed, Ids{});
}

// Before any context has been made, when OpenGL's functions are not even loaded.
TEST(EmptyHandles, NeedNoContext) {
  TextureHandle texture;
  BufferHandle buffer;
  VertexArrayHandle vertex_array;
  FramebufferHandle framebuffer;
  ProgramHandle program;
  ShaderHandle shader;
  texture = TextureHandle();
  texture.reset();
  const TextureHandle moved = std::move(texture);
  EXPECT_FALSE(moved);
}

class GlHandles : public testing::WithContext {};

// The object exists once it is bound, and is gone with its handle.
template <typename Traits, typename Bind, typename Exists>
void expect_object_goes_with_handle(Bind bind, Exists exists) {
  unsigned id = 0;
  {
    const Handle<Traits> handle = Handle<Traits>::create();
    id = handle.id();
    ASSERT_NE(id, 0u);
    bind(id);
    EXPECT_TRUE(exists(id));
  }
  EXPECT_FALSE(exists(id));
}

TEST_F(GlHandles, OwnRealObjects) {
  expect_object_goes_with_handle<TextureTraits>(
      [](unsigned id) { glBindTexture(GL_TEXTURE_2D, id); },
      [](unsigned id) { return glIsTexture(id) == GL_TRUE; });
  expect_object_goes_with_handle<BufferTraits>(
      [](unsigned id) { glBindBuffer(GL_ARRAY_BUFFER, id); },
      [](unsigned id) { return glIsBuffer(id) == GL_TRUE; });
  expect_object_goes_with_handle<VertexArrayTraits>(
      [](unsigned id) { glBindVertexArray(id); },
      [](unsigned id) { return glIsVertexArray(id) == GL_TRUE; });
  expect_object_goes_with_handle<FramebufferTraits>(
      [](unsigned id) { glBindFramebuffer(GL_FRAMEBUFFER, id); },
      [](unsigned id) { return glIsFramebuffer(id) == GL_TRUE; });
  expect_object_goes_with_handle<ProgramTraits>(
      [](unsigned) {}, [](unsigned id) { return glIsProgram(id) == GL_TRUE; });
}

TEST_F(GlHandles, OwnShaders) {
  unsigned id = 0;
  {
    const ShaderHandle shader(glCreateShader(GL_VERTEX_SHADER));
    id = shader.id();
    EXPECT_EQ(glIsShader(id), GL_TRUE);
  }
  EXPECT_EQ(glIsShader(id), GL_FALSE);
}

}  // namespace
}  // namespace convlens::gl
