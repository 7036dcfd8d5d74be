#include "ui/english_plurals.h"

namespace lk::ui {

QString EnglishPlurals::translate(const char* /*context*/, const char* source, const char* /*disambiguation*/,
                                  int number) const {
  QString text = QString::fromUtf8(source);
  const bool isPlural = number >= 0 && text.contains(QStringLiteral("(s)"));
  if (!isPlural) return {};
  return text.replace(QStringLiteral("(s)"), number == 1 ? QString() : QStringLiteral("s"));
}

}  // namespace lk::ui
