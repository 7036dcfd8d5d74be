#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <memory>
#include <optional>

#include "tests/cli/place.h"

namespace lk::test {

// What one run of the program left.
struct Outcome {
  static constexpr int kDidNotEnd = -1000;
  static constexpr int kCrashed = -1001;

  int code = kDidNotEnd;
  QByteArray out;
  QByteArray err;

  // stdout, if it is one JSON value and nothing else.
  [[nodiscard]] std::optional<QJsonDocument> json() const;
  // For QVERIFY2: all of it.
  [[nodiscard]] QByteArray said() const;
};

// What the program wrote, with the line ends of Unix in the place of those of Windows.
[[nodiscard]] QByteArray plainLines(QByteArray text);

[[nodiscard]] QStringList words(const char* line);  // split at blanks

[[nodiscard]] std::unique_ptr<QProcess> makeProcess(const Place& place, const QStringList& arguments);

// Starts the program and lives on, in the event loop, until it has ended. Kills it after 30 s.
[[nodiscard]] Outcome run(const Place& place, const QStringList& arguments, const QByteArray& standardInput = {});
[[nodiscard]] Outcome run(const Place& place, const char* arguments);

// Waits in the event loop until a running program has ended.
[[nodiscard]] Outcome finish(QProcess& process, int withinMs = 30'000);

}  // namespace lk::test
