#include "app/console_attach.h"

namespace lk::app {

class Terminal::Attached {};

Terminal::Terminal() = default;
Terminal::~Terminal() = default;
void Terminal::letGo() {}

void writeText(std::FILE* stream, const QByteArray& utf8) {
  std::fwrite(utf8.data(), 1, static_cast<std::size_t>(utf8.size()), stream);
  std::fflush(stream);
}

}  // namespace lk::app
