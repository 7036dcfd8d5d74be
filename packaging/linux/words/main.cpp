#include <cstdio>

#include "packaging/linux/words/texts.h"

// Writes one of the texts that belong to the packages on standard output.
int main(int argc, char** argv) {
  using namespace lk::packaging;
  const QByteArray kind = argc == 2 ? QByteArray(argv[1]) : QByteArray();
  QString text;
  if (kind == "man") text = manPage();
  if (kind == "bash") text = bashCompletion();
  if (kind == "zsh") text = zshCompletion();
  if (kind == "settings") text = settingsSample();
  if (text.isEmpty()) {
    std::fputs("usage: linekeeper_words man|bash|zsh|settings\n", stderr);
    return 2;
  }
  const QByteArray bytes = text.toUtf8();
  const bool written = std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout) ==
                       static_cast<std::size_t>(bytes.size());
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}
