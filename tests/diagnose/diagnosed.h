#pragma once

#include <QTest>

#include "tests/cli/program.h"

namespace lk::test {

// What `linekeeper diagnose --json` answered.
struct Diagnosed {
  Outcome outcome;
  QJsonObject json;

  [[nodiscard]] QByteArray cause() const { return json.value(QStringLiteral("cause")).toString().toUtf8(); }
  [[nodiscard]] QByteArray conclusion() const { return json.value(QStringLiteral("conclusion")).toString().toUtf8(); }
  [[nodiscard]] QByteArray gradeOf(const char* step) const {
    for (const auto& one : json.value(QStringLiteral("steps")).toArray()) {
      if (one.toObject().value(QStringLiteral("step")) != QString::fromLatin1(step)) continue;
      return one.toObject().value(QStringLiteral("grade")).toString().toUtf8();
    }
    return {};
  }
  // For QVERIFY2: all of it, as people read it.
  [[nodiscard]] QByteArray said() const { return outcome.said(); }
};

// more: --redis URL, --via ADDR:PORT …
[[nodiscard]] inline Diagnosed diagnose(const Place& place, const QString& device, const QStringList& more = {}) {
  Diagnosed diagnosed;
  diagnosed.outcome = run(place, QStringList{QStringLiteral("diagnose"), device, QStringLiteral("--json")} + more);
  if (const auto json = diagnosed.outcome.json()) diagnosed.json = json->object();
  return diagnosed;
}

}  // namespace lk::test

// The cause was named, and the answer is no.
#define LK_NAMES(diagnosed, wanted)                                            \
  do {                                                                         \
    QVERIFY2((diagnosed).cause() == (wanted), (diagnosed).said().constData()); \
    QVERIFY2((diagnosed).outcome.code == 1, (diagnosed).said().constData());   \
  } while (false)
