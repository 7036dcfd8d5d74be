#include "tests/cli/running_node.h"

#include <QTest>

namespace lk::test {

RunningNode::~RunningNode() {
  if (!m_process || m_process->state() == QProcess::NotRunning) return;
  m_process->kill();
  m_process->waitForFinished();
}

bool RunningNode::start(const Place& place, const QString& id, const QStringList& more) {
  QStringList arguments = {QStringLiteral("--headless"), QStringLiteral("--node-id"), id, QStringLiteral("--listen"),
                           QStringLiteral("127.0.0.1:0")};
  return startWith(place, arguments + more);
}

bool RunningNode::startWith(const Place& place, const QStringList& arguments) {
  m_process = makeProcess(place, arguments);
  m_process->start();
  const bool ready =
      QTest::qWaitFor([&] { return m_process->canReadLine() || m_process->state() == QProcess::NotRunning; }, 15'000);
  m_readyLine = ready ? plainLines(m_process->readLine()) : QByteArray();
  if (m_readyLine.startsWith("ready ")) return true;
  qWarning("no ready line; stdout: %s; stderr: %s", m_readyLine.constData(), log().constData());
  return false;
}

QString RunningNode::field(const char* name) const {
  const QByteArray start = QByteArray(name) + '=';
  for (const QByteArray& word : m_readyLine.trimmed().split(' ')) {
    if (word.startsWith(start)) return QString::fromUtf8(word.mid(start.size()));
  }
  return {};
}

quint16 RunningNode::port() const {
  const QString first = listen().section(QLatin1Char(','), 0, 0);
  return first.section(QLatin1Char(':'), -1).toUShort();
}

QByteArray RunningNode::log() {
  m_log += m_process->readAllStandardError();
  return m_log;
}

bool RunningNode::logs(const QByteArray& text) {
  return QTest::qWaitFor([&] { return log().contains(text); }, 10'000);
}

QByteArray RunningNode::laterOutput() {
  m_later += m_process->readAllStandardOutput();
  return m_later;
}

}  // namespace lk::test
