#pragma once

namespace lk::app {

// Whether a window can be shown here; asking Qt for one where it can't ends the program.
[[nodiscard]] bool hasDisplay();

}  // namespace lk::app
