#pragma once

namespace lk::app {

// Whether a window can be shown here; asking Qt for one where it can't ends the program.
[[nodiscard]] bool hasDisplay();

// While the program's QApplication is made. Where the display that is named can't be reached, Qt ends the program with
// a core dump; this ends it with a sentence and the exit code of wrong usage.
class DisplayOpening {
 public:
  DisplayOpening();
  ~DisplayOpening();
  DisplayOpening(const DisplayOpening&) = delete;
  DisplayOpening& operator=(const DisplayOpening&) = delete;
};

}  // namespace lk::app
