#pragma once

#include <QString>
#include <QStringList>

namespace lk::ui {

// Who gets one command, and what stands for it in the columns of a list.
struct CommandTarget {
  QString device;
  QStringList values;  // by place in the columns; none if there is no list
  int line = 0;        // of the file, from 1; 0: there is none
  bool operator==(const CommandTarget&) const = default;
};

}  // namespace lk::ui
