#include "tests/control/local_node_control_test.h"

#include <QLocalSocket>
#include <QTest>

namespace lk::test {

using namespace lk::node;

CommandRequest command(const QString& device, const QString& id) {
  CommandRequest request;
  request.id = id;
  request.device = device;
  request.payload = "relay on";
  return request;
}

void LocalNodeControlTest::initTestCase() {
  qRegisterMetaType<CommandUpdate>();
  qRegisterMetaType<NodeControl::State>();
}

void LocalNodeControlTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_socketName = m_folder->filePath(QStringLiteral("n1.sock"));
  m_node = std::make_unique<FakeNodeService>();
  m_server = std::make_unique<ControlServer>(*m_node);
  m_control = std::make_unique<LocalNodeControl>(m_socketName);
  m_states = std::make_unique<QSignalSpy>(m_control.get(), &NodeControl::stateChanged);
}

void LocalNodeControlTest::cleanup() {
  m_control.reset();
  m_states.reset();
  m_stranger.reset();
  m_server.reset();
  m_node.reset();
  m_folder.reset();
}

void LocalNodeControlTest::open() {
  QVERIFY(m_server->listen(m_socketName).ok());
  m_control->open();
  QTRY_COMPARE(m_control->state(), NodeControl::State::Connected);
}

void LocalNodeControlTest::speakFor(const QByteArray& bytes) {
  m_stranger = std::make_unique<QLocalServer>();
  connect(m_stranger.get(), &QLocalServer::newConnection, m_stranger.get(), [this, bytes] {
    QLocalSocket* socket = m_stranger->nextPendingConnection();
    connect(socket, &QLocalSocket::readyRead, socket, [socket, bytes] {
      socket->readAll();
      socket->write(bytes);
    });
  });
  QVERIFY(m_stranger->listen(m_socketName));
}

}  // namespace lk::test
