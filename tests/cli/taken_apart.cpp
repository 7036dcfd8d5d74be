#include "tests/cli/taken_apart.h"

namespace lk::test {

QStringList takenApart(const QString& line) {
  QStringList words;
  qsizetype i = 0;
  QString word;
  for (bool inQuotes = false; i < line.size() && (inQuotes || line[i] != u' '); ++i) {
    if (line[i] == u'"') {
      inQuotes = !inQuotes;
    } else {
      word += line[i];
    }
  }
  words += word;
  while (i < line.size()) {
    while (i < line.size() && (line[i] == u' ' || line[i] == u'\t')) ++i;
    if (i == line.size()) break;
    word.clear();
    bool inQuotes = false;
    while (i < line.size() && (inQuotes || (line[i] != u' ' && line[i] != u'\t'))) {
      qsizetype backslashes = 0;
      for (; i < line.size() && line[i] == u'\\'; ++i) ++backslashes;
      if (i < line.size() && line[i] == u'"') {
        word += QString(backslashes / 2, u'\\');
        if (backslashes % 2 == 1) {
          word += u'"';
        } else {
          inQuotes = !inQuotes;
        }
        ++i;
      } else {
        word += QString(backslashes, u'\\');
        if (backslashes == 0) word += line[i++];
      }
    }
    words += word;
  }
  return words;
}

}  // namespace lk::test
