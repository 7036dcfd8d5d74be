#pragma once

#include <QByteArray>
#include <cstdio>
#include <memory>

namespace lk::app {

// The terminal that this program was started from. Windows gives a program that has a window none: this one takes its
// parent's, for its help, its verbs and a headless node. Streams that lead to a pipe or a file are left alone.
class Terminal {
 public:
  Terminal();
  ~Terminal();

  // There is a window now, and no need for the terminal: it gets its prompt back, and may be closed.
  void letGo();

 private:
  class Attached;
  std::unique_ptr<Attached> m_attached;
};

// Writes text to a stream at once. What a terminal shows of it does not depend on the code page that it is set to.
void writeText(std::FILE* stream, const QByteArray& utf8);

}  // namespace lk::app
