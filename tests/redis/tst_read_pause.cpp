// Bytes that nobody waits for stay in the kernel for as long as they may, and none is lost.
#include <QTcpServer>
#include <QTest>
#include <array>
#include <memory>

#include "server/bus/read_pause.h"

using namespace std::chrono_literals;
using lk::bus::ReadPause;

namespace {

constexpr auto kForGood = 10min;
constexpr int kAWhileMs = 150;

}  // namespace

class ReadPauseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_server = std::make_unique<QTcpServer>();
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_socket = std::make_unique<QTcpSocket>();
    m_socket->connectToHost(QHostAddress::LocalHost, m_server->serverPort(),
                            QIODevice::ReadWrite | QIODevice::Unbuffered);
    QTRY_COMPARE(m_socket->state(), QAbstractSocket::ConnectedState);
    QTRY_VERIFY(m_server->hasPendingConnections());
    m_other = m_server->nextPendingConnection();
    m_heard.clear();
    m_ended = false;
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &ReadPauseTest::hear);
  }

  void cleanup() {
    m_socket.reset();
    m_server.reset();
  }

  void nothingIsHeardBeforeItEnds() {
    ReadPause pause(kForGood);
    pause.setSocket(m_socket.get());
    pause.begin();
    QVERIFY(pause.underWay());
    say("answer");
    QTest::qWait(kAWhileMs);
    QCOMPARE(m_heard, "");
    pause.end();
    QTRY_COMPARE(m_heard, "answer");
    say(", another");
    QTRY_COMPARE(m_heard, "answer, another");
  }

  void itEndsByItself() {
    ReadPause pause(5ms);
    pause.setSocket(m_socket.get());
    for (int round = 0; round < 3; ++round) {
      pause.begin();
      QVERIFY(pause.underWay());
      say("answer");
      QTRY_VERIFY(!pause.underWay());
      QTRY_COMPARE(m_heard, QByteArray("answer").repeated(round + 1));
      pause.noteRead();
    }
  }

  // Or there would be no end of them while there is always something to ask.
  void afterOneTheSocketIsRead() {
    ReadPause pause(kForGood);
    pause.setSocket(m_socket.get());
    pause.begin();
    pause.end();
    pause.begin();
    QVERIFY(!pause.underWay());
    pause.noteRead();
    pause.begin();
    QVERIFY(pause.underWay());
  }

  void whatCameBeforeItIsHeardAfterIt() {
    ReadPause pause(kForGood);
    pause.setSocket(m_socket.get());
    say("answer");
    pause.begin();
    QTest::qWait(kAWhileMs);
    QCOMPARE(m_heard, "");
    pause.end();
    QTRY_COMPARE(m_heard, "answer");
  }

  void thatTheOtherSideWentIsHeardAfterIt() {
    ReadPause pause(kForGood);
    pause.setSocket(m_socket.get());
    pause.begin();
    m_other->disconnectFromHost();
    QTest::qWait(kAWhileMs);
    QVERIFY(!m_ended);
    pause.end();
    QTRY_VERIFY(m_ended);
  }

  void aSocketMayGoMeanwhile() {
    ReadPause pause(5ms);
    pause.setSocket(m_socket.get());
    pause.begin();
    m_socket.reset();
    QTRY_VERIFY(!pause.underWay());
    pause.begin();
    QVERIFY(!pause.underWay());
  }

  void withoutASocketThereIsNone() {
    ReadPause pause(kForGood);
    pause.begin();
    QVERIFY(!pause.underWay());
    pause.setSocket(m_socket.get());
    pause.begin();
    pause.setSocket(nullptr);
    QVERIFY(!pause.underWay());
    say("answer");
    QTRY_COMPARE(m_heard, "answer");
  }

 private:
  void hear() {
    std::array<char, 256> bytes{};
    const qint64 size = m_socket->read(bytes.data(), bytes.size());
    m_ended = m_ended || size < 0;
    if (size > 0) m_heard.append(bytes.data(), size);
  }

  void say(const QByteArray& bytes) {
    m_other->write(bytes);
    QVERIFY(m_other->waitForBytesWritten());
  }

  std::unique_ptr<QTcpServer> m_server;
  std::unique_ptr<QTcpSocket> m_socket;
  QTcpSocket* m_other = nullptr;  // the server's
  QByteArray m_heard;
  bool m_ended = false;
};

QTEST_GUILESS_MAIN(ReadPauseTest)
#include "tst_read_pause.moc"
