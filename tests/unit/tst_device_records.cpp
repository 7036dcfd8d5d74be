#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "server/node/device_records.h"
#include "tests/unit/manual_clock.h"

using namespace lk;
using namespace lk::node;
using namespace std::chrono_literals;

namespace {

const QString kNode = QStringLiteral("n1");

PeerAddress peer() {
  PeerAddress address;
  address.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 2, 0, 7};
  address.port = 5000;
  return address;
}

}  // namespace

class TestDeviceRecords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_events.clear();
    m_devices = std::make_unique<DeviceRecords>(kNode, m_clock, m_records);
  }

  void aSessionsLifeIsRemembered() {
    const qint64 openedAtMs = nowMs();
    m_devices->add(to_node::SessionOpened{{}, 7, "d", peer(), true});
    m_clock.advance(5s);
    m_devices->add(
        to_node::SessionClosed{{}, 7, "d", peer(), CloseReason::KeepaliveMissed, {}, "was silent", openedAtMs, 3'000});
    const DeviceAtNode here = of("d");
    QCOMPARE(here.history.size(), 2);
    QCOMPARE(here.history[0].kind, HistoryKind::TookOver);
    QVERIFY(!here.history[0].reason);
    const HistoryEntry& closed = here.history[1];
    QCOMPARE(closed.kind, HistoryKind::Closed);
    QCOMPARE(closed.node, kNode);
    QCOMPARE(closed.address, QStringLiteral("10.2.0.7"));
    QCOMPARE(closed.reason, CloseReason::KeepaliveMissed);
    QCOMPARE(closed.detail, QStringLiteral("was silent"));
    QCOMPARE(closed.lastedMs, qint64{5'000});
    QCOMPARE(closed.silentMs, qint64{3'000});
    QCOMPARE(m_devices->lastClose(QStringLiteral("d")), CloseReason::KeepaliveMissed);
    QVERIFY(!m_devices->lastClose(QStringLiteral("another")));
  }

  // The wall clock was set back meanwhile.
  void noSessionLastsLessThanNothing() {
    m_devices->add(to_node::SessionClosed{{}, 7, "d", peer(), CloseReason::Normal, {}, {}, nowMs() + 60'000, 0});
    QCOMPARE(of("d").history.constFirst().lastedMs, qint64{0});
  }

  void whoIsTurnedAwayIsRememberedByNameOrElseByAddress() {
    m_devices->add(to_node::ConnectionFailed{peer(), "d", CloseReason::OverLimit, {}, "no place"});
    m_devices->add(to_node::ConnectionFailed{peer(), {}, CloseReason::ProtocolError, "bad-magic", "no frame"});
    const DeviceAtNode here = of("d");
    QCOMPARE(here.history.size(), 1);
    QCOMPARE(here.history[0].kind, HistoryKind::Refused);
    QCOMPARE(here.history[0].reason, CloseReason::OverLimit);
    QCOMPARE(here.failures.size(), 1);
    QCOMPARE(here.failures[0].kind, QStringLiteral("bad-magic"));
    QCOMPARE(of("another").failures.size(), 1);
    m_clock.advance(11min);
    QVERIFY2(of("d").failures.isEmpty(), "of the last ten minutes");
    QCOMPARE(of("d").history.size(), 1);
  }

  void aCommandStandsInOneRecord() {
    bus::CommandResult result;
    result.id = "c1";
    result.device = "d";
    for (const CommandStatus status : {CommandStatus::Queued, CommandStatus::Done}) {
      result.status = status;
      m_devices->addCommand(nowMs(), result);
    }
    const DeviceAtNode here = of("d");
    QCOMPARE(here.history.size(), 1);
    QCOMPARE(here.history[0].id, QStringLiteral("c1"));
    QCOMPARE(here.history[0].status, CommandStatus::Done);
  }

  void whatIsRememberedOutlivesTheNode() {
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("history.log"));
    m_devices->keepIn(path);
    m_devices->add(to_node::SessionOpened{{}, 7, "d", peer(), false});
    m_devices = std::make_unique<DeviceRecords>(kNode, m_clock, m_records);
    m_devices->keepIn(path);
    QTRY_COMPARE(of("d").history.size(), 1);
    QVERIFY(m_events.isEmpty());
  }

  void whatIsNewIsWrittenByItself() {
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("history.log"));
    m_devices->keepIn(path);
    m_devices->add(to_node::SessionOpened{{}, 7, "d", peer(), false});
    QTRY_VERIFY(QFile(path).size() > 0);
  }

  void thatTheFileCannotBeWrittenIsAnEvent() {
    const QTemporaryDir dir;
    m_devices->keepIn(dir.path());  // a folder
    m_devices->add(to_node::SessionOpened{{}, 7, "d", peer(), false});
    QTRY_VERIFY(!m_events.isEmpty());
    QCOMPARE(m_events.constFirst().kind, EventKind::HistoryNotKept);
    QCOMPARE(of("d").history.size(), 1);
  }

 private:
  [[nodiscard]] qint64 nowMs() const { return m_clock.wallMicros() / 1000; }
  [[nodiscard]] DeviceAtNode of(const std::string& device) const {
    DeviceAtNode here;
    m_devices->fill(here, device, nowMs());
    return here;
  }

  test::ManualClock m_clock;
  QList<Event> m_events;
  NodeRecords m_records{kNode, m_clock, [this](const Event& event) { m_events.push_back(event); }};
  std::unique_ptr<DeviceRecords> m_devices;
};

QTEST_GUILESS_MAIN(TestDeviceRecords)
#include "tst_device_records.moc"
