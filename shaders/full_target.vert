#version 330 core
// One triangle over the whole target. Its corners (-1, -1), (3, -1) and (-1, 3) come from the
// vertex number, so that no vertex buffer is needed.
void main() {
  vec2 corner = vec2(float((gl_VertexID & 1) << 2), float((gl_VertexID & 2) << 1));
  gl_Position = vec4(corner - 1.0, 0.0, 1.0);
}
