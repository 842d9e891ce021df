precision highp float;
precision highp int;

uniform highp sampler2D values;  // one channel, the target's size
uniform sampler2D table;         // 256 x 1 colours

// Of the tile, as map_tiles.vert has them.
flat in float scale;
flat in float lo;
flat in float extent;

out vec4 colour;

void main() {
  float value = texelFetch(values, ivec2(gl_FragCoord.xy), 0).r * scale;
  float position = (value - lo) / extent * 256.0;
  // NaN fails both comparisons and infinity never reaches int(), where it would be undefined.
  int index = 0;
  if (extent != 0.0 && position >= 0.0) index = position < 256.0 ? int(position) : 255;
  colour = vec4(texelFetch(table, ivec2(index, 0), 0).rgb, 1.0);
}
