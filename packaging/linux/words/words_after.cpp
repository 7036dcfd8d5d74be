#include <QRegularExpression>

#include "packaging/linux/words/texts.h"

namespace lk::packaging {

QStringList wordsAfter(const app::VerbSpec& verb) {
  static const QRegularExpression choice(QStringLiteral("^\\[?([a-z]+(\\|[a-z]+)*)(\\]|$)"));
  QStringList words;
  for (const QString& line : verb.usage.split(QLatin1Char('\n'))) {
    const QStringList parts = line.simplified().split(QLatin1Char(' '));  // linekeeper VERB …
    if (parts.size() < 3) continue;
    const QRegularExpressionMatch match = choice.match(parts[2]);
    if (match.hasMatch()) words += match.captured(1).split(QLatin1Char('|'));
  }
  return words;
}

}  // namespace lk::packaging
