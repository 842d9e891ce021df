#include "gl/conv2d_compute.h"

#include <glad/gl.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "conv/geometry.h"
#include "gl/embedded_shaders.h"
#include "gl/gl_error.h"

namespace convlens::gl {
namespace {

constexpr std::int64_t kLanes = 64;  // local_size_x of shaders/conv2d.comp

// Buffer bindings of shaders/conv2d.comp.
enum Binding : GLuint { kInputBinding, kKernelBinding, kBiasBinding, kOutputBinding };

std::int64_t blocks_of(std::int64_t count, std::int64_t block) {
  return (count + block - 1) / block;
}

// The shader's source with its two sizes set.
std::string specialised(std::string_view source, int filters, int pixels) {
  return fmt::format("#define FILTERS {}\n#define PIXELS {}\n{}", filters, pixels, source);
}

// (KH, KW, C, F) -> (blocks, KH, KW, C, block): the filters of one invocation side by side, the
// last block filled up with zeros.
std::vector<float> packed_kernel(const TensorView& kernel, std::int64_t filters,
                                 std::int64_t block) {
  const auto f_count = static_cast<std::size_t>(filters);
  const auto width = static_cast<std::size_t>(block);
  const auto blocks = static_cast<std::size_t>(blocks_of(filters, block));
  const std::size_t taps = kernel.values().size() / f_count;
  std::vector<float> packed(blocks * taps * width);
  for (std::size_t tap = 0; tap < taps; ++tap) {
    for (std::size_t f = 0; f < f_count; ++f) {
      packed[((f / width) * taps + tap) * width + f % width] = kernel.values()[tap * f_count + f];
    }
  }
  return packed;
}

// The shader counts in 32 bits.
Status check_count(const Word& name, std::int64_t count) {
  constexpr std::int64_t kLimit = std::numeric_limits<std::int32_t>::max();
  if (count > kLimit) {
    return fail("the GPU engine's {} of {}: expected at most {}, its 32-bit limit", name, count,
                kLimit);
  }
  return {};
}

Status check_counts(const conv::Geometry& g) {
  const std::int64_t inputs = g.batch * g.rows.input * g.columns.input * g.channels + g.channels;
  if (auto fits = check_count(word("input elements"), inputs); !fits) return fits;
  if (auto fits = check_count(word("output elements"), g.output_count()); !fits) return fits;
  if (auto fits = check_count(word("weights"), g.taps() * (g.filters + 8)); !fits) return fits;
  if (auto fits = check_count(word("padded rows"), g.rows.span() + g.rows.stride); !fits)
    return fits;
  return check_count(word("padded columns"), g.columns.span() + g.columns.stride);
}

void set_uniforms(const ShaderProgram& program, const conv::Geometry& g, bool relu, bool planar) {
  const auto set = [&program](const char* name, std::int64_t rows, std::int64_t columns) {
    glUniform2i(program.uniform(name), static_cast<GLint>(rows), static_cast<GLint>(columns));
  };
  set("input_size", g.rows.input, g.columns.input);
  set("output_size", g.rows.output, g.columns.output);
  set("kernel_size", g.rows.kernel, g.columns.kernel);
  set("stride", g.rows.stride, g.columns.stride);
  set("dilation", g.rows.dilation, g.columns.dilation);
  set("pad_before", g.rows.pad_before, g.columns.pad_before);
  set("depth", g.channels, g.filters);
  glUniform1ui(program.uniform("pixel_count"),
               static_cast<GLuint>(g.batch * g.rows.output * g.columns.output));
  glUniform1i(program.uniform("zeros_at"),
              static_cast<GLint>(g.batch * g.rows.input * g.columns.input * g.channels));
  glUniform1i(program.uniform("relu"), relu ? 1 : 0);
  glUniform1i(program.uniform("planar"), planar ? 1 : 0);
}

struct Groups {
  GLuint x = 0;
  GLuint y = 0;
  GLuint z = 0;
};

// Pixels run along x and go on along z where x is full; y counts blocks of filters.
Result<Groups> groups_for(std::int64_t pixel_blocks, std::int64_t filter_blocks) {
  GLint max_x = 0;
  GLint max_y = 0;
  GLint max_z = 0;
  glGetIntegeri_v(GL_MAX_COMPUTE_WORK_GROUP_COUNT, 0, &max_x);
  glGetIntegeri_v(GL_MAX_COMPUTE_WORK_GROUP_COUNT, 1, &max_y);
  glGetIntegeri_v(GL_MAX_COMPUTE_WORK_GROUP_COUNT, 2, &max_z);
  const std::int64_t x = std::min<std::int64_t>(pixel_blocks, max_x);
  const std::int64_t z = blocks_of(pixel_blocks, x);
  if (z > max_z || filter_blocks > max_y) {
    return fail(
        "the GPU engine's {} x {} work groups pass the device's"
        " GL_MAX_COMPUTE_WORK_GROUP_COUNT of ({}, {}, {})",
        pixel_blocks, filter_blocks, max_x, max_y, max_z);
  }
  return Groups{static_cast<GLuint>(x), static_cast<GLuint>(filter_blocks), static_cast<GLuint>(z)};
}

void upload(const BufferHandle& buffer, std::size_t first, std::span<const float> values) {
  glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer.id());
  glBufferSubData(GL_SHADER_STORAGE_BUFFER, static_cast<GLintptr>(first * sizeof(float)),
                  static_cast<GLsizeiptr>(values.size_bytes()), values.data());
}

// The program in use comes back, and the storage bindings are left empty, when the call is over.
class BoundStorage {
 public:
  BoundStorage() { glGetIntegerv(GL_CURRENT_PROGRAM, &program_); }
  ~BoundStorage() {
    glUseProgram(static_cast<GLuint>(program_));
    for (const Binding binding : {kInputBinding, kKernelBinding, kBiasBinding, kOutputBinding}) {
      glBindBufferBase(GL_SHADER_STORAGE_BUFFER, binding, 0);
    }
  }
  BoundStorage(const BoundStorage&) = delete;
  BoundStorage& operator=(const BoundStorage&) = delete;

 private:
  GLint program_ = 0;
};

}  // namespace

Result<Conv2dCompute> Conv2dCompute::create() {
  Conv2dCompute engine;
  // The smallest variant shows at once whether the driver takes the shader at all.
  TRY(engine.variant_for(1));
  return engine;
}

Result<const Conv2dCompute::Variant*> Conv2dCompute::variant_for(std::int64_t filters) {
  auto* const chosen =
      std::find_if(variants_.begin(), variants_.end() - 1,
                   [filters](const Variant& variant) { return variant.filters >= filters; });
  if (!chosen->program) {
    auto program = ShaderProgram::compile_compute(
        specialised(shaders::kConv2dComp, chosen->filters, chosen->pixels));
    if (!program) return fail("the GPU engine: {}", program.error());
    chosen->program = std::move(*program);
  }
  return chosen;
}

Status Conv2dCompute::reserve(Storage& storage, std::size_t bytes, const Word& name) {
  GLint64 limit = 0;
  glGetInteger64v(GL_MAX_SHADER_STORAGE_BLOCK_SIZE, &limit);
  if (bytes > static_cast<std::size_t>(limit)) {
    return fail(
        "the GPU engine's {} of {} bytes passes the device's"
        " GL_MAX_SHADER_STORAGE_BLOCK_SIZE of {} bytes",
        name, bytes, limit);
  }
  if (bytes <= storage.bytes) return {};
  if (!storage.handle) storage.handle = BufferHandle::create();
  glBindBuffer(GL_SHADER_STORAGE_BUFFER, storage.handle.id());
  glBufferData(GL_SHADER_STORAGE_BUFFER, static_cast<GLsizeiptr>(bytes), nullptr, GL_DYNAMIC_COPY);
  if (glGetError() != GL_NO_ERROR) {
    storage.bytes = 0;
    return fail("the GPU engine's {} of {} bytes does not fit the device's memory", name, bytes);
  }
  storage.bytes = bytes;
  return {};
}

Result<Tensor> Conv2dCompute::conv2d(const TensorView& input, const TensorView& kernel,
                                     const TensorView& bias, const conv::Conv2dOptions& options,
                                     conv::OutputLayout layout) {
  TRY_ASSIGN(const auto geometry,
             conv::conv2d_geometry(input.shape(), kernel.shape(), bias.shape(), options));
  const conv::Geometry& g = geometry;
  TRY(check_counts(g));
  TRY_ASSIGN(const auto variant, variant_for(g.filters));
  const std::int64_t pixels = g.batch * g.rows.output * g.columns.output;
  const std::int64_t filter_blocks = blocks_of(g.filters, variant->filters);
  TRY_ASSIGN(const auto groups,
             groups_for(blocks_of(pixels, kLanes * variant->pixels), filter_blocks));

  const std::vector<float> weights = packed_kernel(kernel, g.filters, variant->filters);
  // One pixel of zeros behind the input, which every place in the padding reads.
  const std::vector<float> zeros(static_cast<std::size_t>(g.channels));
  std::vector<float> biases(static_cast<std::size_t>(g.filters));
  std::copy(bias.values().begin(), bias.values().end(), biases.begin());
  const auto output_bytes = static_cast<std::size_t>(g.output_count()) * sizeof(float);

  const BoundStorage bound;
  clear_gl_errors();
  TRY(reserve(input_, input.values().size_bytes() + zeros.size() * sizeof(float), word("input"))
          .and_then(
              [&] { return reserve(kernel_, weights.size() * sizeof(float), word("kernel")); })
          .and_then([&] { return reserve(bias_, biases.size() * sizeof(float), word("bias")); })
          .and_then([&] { return reserve(output_, output_bytes, word("output")); }));
  TRY_ASSIGN(const auto shape, conv::result_shape(g, layout));
  auto output = Tensor::uninitialized(shape);
  if (!output) return output;

  upload(input_.handle, 0, input.values());
  upload(input_.handle, input.values().size(), zeros);
  upload(kernel_.handle, 0, weights);
  upload(bias_.handle, 0, biases);
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, kInputBinding, input_.handle.id());
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, kKernelBinding, kernel_.handle.id());
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, kBiasBinding, bias_.handle.id());
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, kOutputBinding, output_.handle.id());
  variant->program.use();
  set_uniforms(variant->program, g, options.activation == conv::Activation::kRelu,
               layout == conv::OutputLayout::kPlanar);
  glDispatchCompute(groups.x, groups.y, groups.z);
  glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
  glBindBuffer(GL_SHADER_STORAGE_BUFFER, output_.handle.id());
  glGetBufferSubData(GL_SHADER_STORAGE_BUFFER, 0, static_cast<GLsizeiptr>(output_bytes),
                     output->data());
  if (const GLenum error = glGetError(); error != GL_NO_ERROR) {
    return fail("the GPU engine failed: OpenGL error {:#x}", error);
  }
  return output;
}

}  // namespace convlens::gl
