#pragma once

namespace convlens {

// The calling thread comes after all that draw. It keeps a tenth of a processor that they take.
// Where the system refuses, all goes on as before.
void come_after_others();

}  // namespace convlens
