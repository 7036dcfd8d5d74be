#pragma once

#include <QCoreApplication>

namespace lk::fuzz {

// For targets with timers and posted calls; made once, as Qt wants it.
inline void makeApplication() {
  // What Qt compares names by is freed with the application if it was there before.
  static const int before = QStringLiteral("a").localeAwareCompare(QStringLiteral("b"));
  static_cast<void>(before);
  static int count = 1;
  static char name[] = "fuzz";
  static char* arguments[] = {name, nullptr};
  static QCoreApplication application(count, arguments);
}

}  // namespace lk::fuzz
