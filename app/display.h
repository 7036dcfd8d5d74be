#pragma once

#include <QApplication>
#include <memory>

namespace lk::app {

// Whether a window can be shown here; asking Qt for one where it can't ends the program.
[[nodiscard]] bool hasDisplay();

// The program's QApplication. Where the display that is named can't be reached, Qt would end the program with a core
// dump; this ends it with a sentence and the exit code of wrong usage.
[[nodiscard]] std::unique_ptr<QApplication> makeApplication(int& argc, char** argv);

}  // namespace lk::app
