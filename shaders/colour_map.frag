precision highp float;
precision highp int;

uniform highp sampler2D values;  // one channel
uniform sampler2D table;         // 256 x 1 colours

// Of the tile, as map_tiles.vert has them.
flat in float scale;
flat in float lo;
flat in float extent;

out vec4 colour;

// kNotFiniteColor in core/colormap.h.
const vec3 kNotFinite = vec3(1.0, 0.0, 1.0);

void main() {
  float value = texelFetch(values, ivec2(gl_FragCoord.xy), 0).r;
  // By its bits: a driver may take comparisons with NaN for what they would be without.
  if ((floatBitsToUint(value) & 0x7f800000u) == 0x7f800000u) {
    colour = vec4(kNotFinite, 1.0);
    return;
  }
  float position = (value * scale - lo) / extent * 256.0;
  // The product may still overflow, and infinity must not reach int(), where it is undefined.
  int index = 0;
  if (extent != 0.0 && position >= 0.0) index = position < 256.0 ? int(position) : 255;
  colour = vec4(texelFetch(table, ivec2(index, 0), 0).rgb, 1.0);
}
