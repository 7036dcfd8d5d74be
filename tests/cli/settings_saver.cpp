// Saves two sets of settings in turn, for ever: settings_saver FILE. Says '(' before each save and ')' after it.
// Whoever starts it kills it.
#include <QCoreApplication>
#include <cstdio>

#include "server/base/settings_file.h"
#include "tests/cli/saved_sets.h"

namespace {

void say(char mark) {
  std::putchar(mark);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  if (argc != 2) return 2;
  const QString path = QString::fromLocal8Bit(argv[1]);
  for (bool odd = false;; odd = !odd) {
    say('(');
    if (const auto saved = lk::writeSettingsFile(path, lk::test::savedSet(odd)); !saved) {
      std::fprintf(stderr, "%s\n", saved.error().text.c_str());
      return 1;
    }
    say(')');
  }
}
