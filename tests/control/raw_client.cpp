#include "tests/control/raw_client.h"

#include <QJsonDocument>
#include <QTest>

namespace lk::test {

namespace {

constexpr int kPatienceMs = 20'000;

}  // namespace

RawClient::RawClient(const QString& socketName) { m_socket.connectToServer(socketName); }

bool RawClient::connected() {
  return QTest::qWaitFor([this] { return m_socket.state() == QLocalSocket::ConnectedState; }, kPatienceMs);
}

void RawClient::send(const QByteArray& bytes) {
  m_socket.write(bytes);
  m_socket.flush();
}

void RawClient::ask(int id, const char* op, QJsonObject body) {
  body.insert(QStringLiteral("v"), 1);
  body.insert(QStringLiteral("id"), id);
  body.insert(QStringLiteral("op"), QString::fromLatin1(op));
  send(QJsonDocument(body).toJson(QJsonDocument::Compact) + '\n');
}

QByteArray RawClient::nextLine() {
  (void)QTest::qWaitFor([this] { return m_socket.canReadLine(); }, kPatienceMs);
  return m_socket.canReadLine() ? m_socket.readLine() : QByteArray();
}

QJsonObject RawClient::nextObject() { return QJsonDocument::fromJson(nextLine()).object(); }

bool RawClient::isCut() {
  return QTest::qWaitFor(
      [this] {
        m_socket.readAll();
        return m_socket.state() == QLocalSocket::UnconnectedState;
      },
      kPatienceMs);
}

void RawClient::stopReading() { m_socket.setReadBufferSize(1); }

}  // namespace lk::test
