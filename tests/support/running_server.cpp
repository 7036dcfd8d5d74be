#include "tests/support/running_server.h"

#include <sys/prctl.h>

#include <QFile>
#include <QTest>
#include <csignal>

namespace lk::test {

namespace {

constexpr int kEndsWithinMs = 10'000;
constexpr qsizetype kPrinted = 4'000;  // bytes at the log's end

}  // namespace

RunningServer::~RunningServer() {
  if (QTest::currentTestFailed()) printLog();
  kill9();
}

bool RunningServer::launch(const QString& program, const QStringList& arguments, AtTestsDeath then) {
  if (!m_dir.isValid() || runs()) return false;
  m_frozen = false;
  m_process = std::make_unique<QProcess>();
  m_process->setWorkingDirectory(m_dir.path());
  m_process->setProcessChannelMode(QProcess::MergedChannels);
  m_process->setStandardOutputFile(path(QStringLiteral("log")), QIODevice::Append);
  const int atDeath = then == AtTestsDeath::Ask ? SIGTERM : SIGKILL;
  m_process->setChildProcessModifier([atDeath] { prctl(PR_SET_PDEATHSIG, atDeath); });
  m_process->start(program, arguments);
  return m_process->waitForStarted();
}

void RunningServer::stop() {
  if (!runs()) return;
  thaw();
  m_process->terminate();
  if (!m_process->waitForFinished(kEndsWithinMs)) kill9();
}

void RunningServer::kill9() {
  if (!runs()) return;
  m_process->kill();
  m_process->waitForFinished();
  m_frozen = false;
}

void RunningServer::freeze() {
  signal(SIGSTOP);
  m_frozen = true;
}

void RunningServer::thaw() {
  signal(SIGCONT);
  m_frozen = false;
}

void RunningServer::signal(int number) const {
  if (runs()) ::kill(static_cast<pid_t>(pid()), number);
}

bool RunningServer::runs() const { return m_process && m_process->state() != QProcess::NotRunning; }

qint64 RunningServer::pid() const { return m_process ? m_process->processId() : 0; }

bool RunningServer::write(const QString& name, const QByteArray& text) const {
  QFile file(path(name));
  return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray RunningServer::log() const {
  QFile file(path(QStringLiteral("log")));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void RunningServer::printLog() const {
  qWarning("the end of the log of %s:\n%s", qPrintable(m_name), log().right(kPrinted).constData());
}

}  // namespace lk::test
