precision highp float;
precision highp int;

// One rectangle a tile, its corners from the vertex number, so that no vertex buffer is needed.
// What a tile's colours span is read here, once a corner, and not once a pixel.
uniform highp sampler2D ranges;  // three texels a tile: scale, lo, extent; as the tiles stand
uniform int columns;             // tiles in a row
uniform vec2 tile;               // a tile's width and height, the target being 2 x 2

flat out float scale;   // a power of two; lo and extent are multiplied by it already
flat out float lo;
flat out float extent;  // hi - lo

void main() {
  ivec2 place = ivec2(gl_InstanceID % columns, gl_InstanceID / columns);
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  gl_Position = vec4((vec2(place) + corner) * tile - 1.0, 0.0, 1.0);
  scale = texelFetch(ranges, ivec2(place.x * 3, place.y), 0).r;
  lo = texelFetch(ranges, ivec2(place.x * 3 + 1, place.y), 0).r;
  extent = texelFetch(ranges, ivec2(place.x * 3 + 2, place.y), 0).r;
}
