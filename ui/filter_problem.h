#pragma once

#include <QString>

namespace lk::ui {

// A word of a filter that is wrong: where it stands, and a sentence for people that names it.
struct FilterProblem {
  qsizetype at = 0;
  qsizetype length = 0;
  QString reason;
};

}  // namespace lk::ui
