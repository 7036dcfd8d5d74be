#include "tests/cli/program.h"

#include <QEventLoop>
#include <QTimer>

#include "tests/cli/child_process.h"

namespace lk::test {

std::optional<QJsonDocument> Outcome::json() const {
  QJsonParseError error;
  const auto document = QJsonDocument::fromJson(out, &error);
  if (error.error != QJsonParseError::NoError) return std::nullopt;
  return document;
}

QByteArray Outcome::said() const {
  return "exit code " + QByteArray::number(code) + "\nstdout: " + out + "\nstderr: " + err;
}

QByteArray plainLines(QByteArray text) {
#ifdef Q_OS_WIN
  text.replace("\r\n", "\n");
#endif
  return text;
}

QStringList words(const char* line) { return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts); }

std::unique_ptr<QProcess> makeProcess(const Place& place, const QStringList& arguments) {
  auto process = std::make_unique<QProcess>();
  process->setProgram(QStringLiteral(LINEKEEPER_PROGRAM));
  process->setArguments(arguments);
  process->setProcessEnvironment(place.environment());
  endWithThisProcess(*process);
  return process;
}

Outcome finish(QProcess& process, int withinMs) {
  QEventLoop loop;
  QObject::connect(&process, &QProcess::stateChanged, &loop, [&](QProcess::ProcessState state) {
    if (state == QProcess::NotRunning) loop.quit();
  });
  QTimer::singleShot(withinMs, &loop, &QEventLoop::quit);
  if (process.state() != QProcess::NotRunning) loop.exec();
  const bool ended = process.state() == QProcess::NotRunning;
  Outcome outcome;
  if (ended) outcome.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : Outcome::kCrashed;
  if (!ended) {
    process.kill();
    process.waitForFinished();
  }
  outcome.out = plainLines(process.readAllStandardOutput());
  outcome.err = plainLines(process.readAllStandardError());
  return outcome;
}

Outcome run(const Place& place, const QStringList& arguments, const QByteArray& standardInput) {
  const auto process = makeProcess(place, arguments);
  process->start();
  process->write(standardInput);
  process->closeWriteChannel();
  return finish(*process);
}

Outcome run(const Place& place, const char* arguments) { return run(place, words(arguments)); }

}  // namespace lk::test
