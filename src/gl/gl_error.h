#pragma once

namespace convlens::gl {

// Fetches the errors of earlier calls, so that they are not taken for those of the next one.
void clear_gl_errors();

}  // namespace convlens::gl
