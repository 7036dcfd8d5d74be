#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include "app/service_run.h"
#include "tests/cli/place.h"
#include "tests/cli/wire_device.h"

using lk::app::parseCommandLine;
using lk::app::ServiceHost;
using lk::app::ServiceRun;
using lk::app::ServiceState;
using lk::app::ServiceStatus;
using lk::test::contents;
using lk::test::Place;
using lk::test::WireDevice;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

// A service manager that writes down what it hears.
class FakeHost final : public ServiceHost {
 public:
  lk::Result<void> join() override { return {}; }
  void report(const ServiceStatus& report) override { reports.push_back(report); }
  void tell(lk::node::Severity severity, const QString& text) override { told.push_back({severity, text}); }

  [[nodiscard]] bool heard(lk::node::Severity severity, const char* text) const {
    for (const auto& [grade, line] : told) {
      if (grade == severity && line.contains(s(text))) return true;
    }
    return false;
  }
  // The states, each once as long as it lasted.
  [[nodiscard]] QList<ServiceState> states() const {
    QList<ServiceState> states;
    for (const ServiceStatus& report : reports) {
      if (states.isEmpty() || states.back() != report.state) states += report.state;
    }
    return states;
  }

  QList<ServiceStatus> reports;
  QList<std::pair<lk::node::Severity, QString>> told;
};

using Severity = lk::node::Severity;
const QList<ServiceState> kWholeLife = {ServiceState::Starting, ServiceState::Running, ServiceState::Stopping,
                                        ServiceState::Stopped};

}  // namespace

// A node as a service: what its manager, its log and its devices see of its life.
class ServiceRunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

  void runsUntilItIsToldToStop();
  void stoppingSendsDevicesAwayFirst();
  void aSlowDrainIsHeardOf();
  void brokenSettingsAreTold();
  void aTakenPortIsTold();
  void aLogThatCannotBeWrittenIsTold();
  void readsItsSettingsAgain();
  void settingsThatAreWrongByThenAreTold();

 private:
  void make(const QStringList& more = {});
  [[nodiscard]] quint16 port() const;
  [[nodiscard]] QByteArray log() const { return contents(folder() + s("/logs/linekeeper.log")); }
  [[nodiscard]] QString folder() const { return m_place->path(s("the data 数据")); }

  std::unique_ptr<Place> m_place;
  std::unique_ptr<FakeHost> m_host;
  std::unique_ptr<ServiceRun> m_run;
  std::unique_ptr<QSignalSpy> m_ended;
};

void ServiceRunTest::init() {
  m_run.reset();
  m_place = std::make_unique<Place>();
  m_host = std::make_unique<FakeHost>();
  qputenv("LINEKEEPER_RUNTIME_DIR", m_place->path(s("run")).toUtf8());
}

void ServiceRunTest::make(const QStringList& more) {
  const QStringList words = {s("service"),   s("run"), s("--data-folder"), folder(),
                             s("--node-id"), s("n1"),  s("--listen"),      s("127.0.0.1:0")};
  m_run = std::make_unique<ServiceRun>(*parseCommandLine(words + more), *m_host);
  m_ended = std::make_unique<QSignalSpy>(m_run.get(), &ServiceRun::ended);
}

quint16 ServiceRunTest::port() const {
  const QString ready = m_host->told.isEmpty() ? QString() : m_host->told.front().second;
  return ready.section(s("listen=127.0.0.1:"), 1).section(u' ', 0, 0).toUShort();
}

void ServiceRunTest::runsUntilItIsToldToStop() {
  make();
  m_run->start();
  QCOMPARE(m_host->states(), QList<ServiceState>({ServiceState::Starting, ServiceState::Running}));
  QVERIFY(m_host->reports.back().takesStop);
  QVERIFY(m_host->heard(Severity::Info, "ready node=n1"));
  QVERIFY2(log().contains("ready node=n1"), log().constData());
  Q_EMIT m_host->stopRequested();
  QTRY_COMPARE(m_ended->size(), 1);
  QCOMPARE(m_ended->front().front().toInt(), 0);
  QCOMPARE(m_host->states(), kWholeLife);
  QCOMPARE(m_host->reports.back().exitCode, 0);
  QVERIFY(log().contains("drained"));
}

void ServiceRunTest::stoppingSendsDevicesAwayFirst() {
  make();
  m_run->start();
  WireDevice device;
  QVERIFY(device.join(port(), "pump-1"));
  Q_EMIT m_host->stopRequested();
  Q_EMIT m_host->stopRequested();  // as the machine shuts down
  QVERIFY(device.waitForEnd());
  QCOMPARE(device.closeReason(), 5);
  QTRY_COMPARE(m_ended->size(), 1);
  QCOMPARE(m_host->states(), kWholeLife);
  QVERIFY2(!log().contains("ended by a second signal"), "a second request does not cut the drain short");
}

void ServiceRunTest::aSlowDrainIsHeardOf() {
  make({s("--set"), s("node.drain-rate=1")});
  m_run->start();
  WireDevice devices[4];
  for (int i = 0; i < 4; ++i) QVERIFY(devices[i].join(port(), "pump-" + QByteArray::number(i)));
  Q_EMIT m_host->stopRequested();
  QTRY_COMPARE_WITH_TIMEOUT(m_ended->size(), 1, 30'000);
  std::uint32_t checkpoint = 0;
  for (const ServiceStatus& report : m_host->reports) {
    if (report.state != ServiceState::Stopping) continue;
    QCOMPARE(report.checkpoint, ++checkpoint);
    QVERIFY(report.waitHint.count() > 0);
  }
  QVERIFY2(checkpoint > 1, "its manager hears of it while it drains");
}

void ServiceRunTest::brokenSettingsAreTold() {
  QVERIFY(!m_place->write(s("the data 数据/linekeeper.ini"), "[node]\nkepalive = 5s\n").isEmpty());
  make();
  m_run->start();
  QCOMPARE(m_ended->size(), 1);
  QCOMPARE(m_host->states(), QList<ServiceState>({ServiceState::Starting, ServiceState::Stopped}));
  QCOMPARE(m_host->reports.back().exitCode, 2);
  QVERIFY(m_host->heard(Severity::Problem, "linekeeper.ini:2:"));
  QVERIFY2(log().contains("linekeeper.ini:2:"), log().constData());
}

void ServiceRunTest::aTakenPortIsTold() {
  QTcpServer other;
  QVERIFY(other.listen(QHostAddress::LocalHost));
  make({s("--listen"), s("127.0.0.1:%1").arg(other.serverPort())});
  m_run->start();
  QCOMPARE(m_ended->size(), 1);
  QCOMPARE(m_host->states().back(), ServiceState::Stopped);
  QCOMPARE(m_host->reports.back().exitCode, 2);
  QVERIFY(m_host->heard(Severity::Problem, QByteArray::number(other.serverPort()).constData()));
}

void ServiceRunTest::aLogThatCannotBeWrittenIsTold() {
  QVERIFY(!m_place->write(s("the data 数据"), "a file").isEmpty());
  make();
  m_run->start();
  QCOMPARE(m_ended->size(), 1);
  QVERIFY(m_host->heard(Severity::Problem, "linekeeper.log"));
}

void ServiceRunTest::readsItsSettingsAgain() {
  make();
  m_run->start();
  QVERIFY(!m_place->write(s("the data 数据/linekeeper.ini"), "[node]\nkeepalive = 30s\n").isEmpty());
  Q_EMIT m_host->reloadRequested();
  QTRY_VERIFY2(log().contains("settings reloaded"), log().constData());
  WireDevice device;
  QVERIFY(device.join(port(), "pump-1"));
  QVERIFY2(device.last(lk::test::kWelcome)->payload.contains("30"), "the node that runs goes by them");
}

void ServiceRunTest::settingsThatAreWrongByThenAreTold() {
  make();
  m_run->start();
  QVERIFY(!m_place->write(s("the data 数据/linekeeper.ini"), "[node]\nkeepalive = x\n").isEmpty());
  Q_EMIT m_host->reloadRequested();
  QVERIFY(m_host->heard(Severity::Problem, "linekeeper.ini:2:"));
  QCOMPARE(m_host->states().back(), ServiceState::Running);
}

QTEST_GUILESS_MAIN(ServiceRunTest)
#include "tst_windows_service_run.moc"
