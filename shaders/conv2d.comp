// conv2d, NHWC. An invocation sums FILTERS filters at PIXELS output pixels in registers, so that
// each weight it loads serves PIXELS products and each input value FILTERS. The program defines
// both. Neighbouring invocations hold neighbouring pixels, and all of a work group the same
// filters.
layout(local_size_x = 64) in;

layout(std430, binding = 0) readonly restrict buffer Input { float input_values[]; };
layout(std430, binding = 1) readonly restrict buffer Kernel { float weights[]; };
layout(std430, binding = 2) readonly restrict buffer Bias { float biases[]; };
layout(std430, binding = 3) writeonly restrict buffer Output { float output_values[]; };

// Rows, then columns.
uniform ivec2 input_size;
uniform ivec2 output_size;
uniform ivec2 kernel_size;
uniform ivec2 stride;
uniform ivec2 dilation;
uniform ivec2 pad_before;
uniform ivec2 depth;       // channels, filters
uniform uint pixel_count;  // N * OH * OW
uniform int zeros_at;      // where one pixel of zeros stands behind the input
uniform bool relu;
uniform bool planar;       // (N, F, OH, OW) instead of (N, OH, OW, F)

// Output pixel number `i` of this invocation, counted over (N, OH, OW).
uint pixel_at(int i) {
  uint block = gl_WorkGroupID.z * gl_NumWorkGroups.x + gl_WorkGroupID.x;
  return (block * uint(PIXELS) + uint(i)) * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
}

void main() {
  int image[PIXELS];       // number of the image's first row in the batch
  ivec2 corner[PIXELS];    // where the window begins in the image, padding being negative
  for (int i = 0; i < PIXELS; ++i) {
    int pixel = int(min(pixel_at(i), pixel_count - 1u));  // beyond the last: computed, not stored
    int row = pixel / output_size.y;
    int n = row / output_size.x;
    image[i] = n * input_size.x;
    corner[i] = ivec2(row - n * output_size.x, pixel - row * output_size.y) * stride - pad_before;
  }

  float sums[PIXELS * FILTERS];
  for (int i = 0; i < PIXELS * FILTERS; ++i) sums[i] = 0.0;
  int weight = int(gl_WorkGroupID.y) * kernel_size.x * kernel_size.y * depth.x * FILTERS;
  for (int kh = 0; kh < kernel_size.x; ++kh) {
    for (int kw = 0; kw < kernel_size.y; ++kw) {
      int at[PIXELS];
      for (int i = 0; i < PIXELS; ++i) {
        ivec2 place = corner[i] + ivec2(kh, kw) * dilation;
        bool inside = all(greaterThanEqual(place, ivec2(0))) && all(lessThan(place, input_size));
        at[i] = inside ? ((image[i] + place.x) * input_size.y + place.y) * depth.x : zeros_at;
      }
      for (int c = 0; c < depth.x; ++c) {
        float x[PIXELS];
        for (int i = 0; i < PIXELS; ++i) x[i] = input_values[at[i] + c];
        for (int f = 0; f < FILTERS; ++f, ++weight) {
          float w = weights[weight];
          for (int i = 0; i < PIXELS; ++i) sums[i * FILTERS + f] += x[i] * w;
        }
      }
    }
  }

  int first_filter = int(gl_WorkGroupID.y) * FILTERS;
  int map_size = output_size.x * output_size.y;
  for (int i = 0; i < PIXELS; ++i) {
    uint pixel = pixel_at(i);
    if (pixel >= pixel_count) return;
    int map = int(pixel) / map_size * depth.y;  // number of the image's first
    int first = planar ? map * map_size + int(pixel) % map_size : int(pixel) * depth.y;
    int step = planar ? map_size : 1;
    for (int f = 0; f < FILTERS && first_filter + f < depth.y; ++f) {
      float value = sums[i * FILTERS + f] + biases[first_filter + f];
      // Written so that NaN stays NaN.
      if (relu && value < 0.0) value = 0.0;
      output_values[first + (first_filter + f) * step] = value;
    }
  }
}
