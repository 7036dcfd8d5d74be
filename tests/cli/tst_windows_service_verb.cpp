#include <QTest>
#include <deque>

#include "app/output.h"
#include "app/service_manager.h"
#include "tests/unit/manual_clock.h"

using lk::Error;
using lk::Result;
using lk::app::ServiceControl;
using lk::app::ServiceLife;
using lk::app::ServiceManager;
using lk::app::ServicePlan;
using lk::app::ServiceSeen;
using lk::app::ServiceState;
using lk::app::ServiceStatus;
using lk::test::ManualClock;
using namespace std::chrono_literals;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

// A service manager of the test's: the service does what was written down for it.
class FakeControl final : public ServiceControl {
 public:
  struct Step {
    ServiceState state = ServiceState::Stopped;
    std::uint32_t checkpoint = 0;
    std::chrono::milliseconds waitHint{0};
  };

  Result<void> create(const ServicePlan& /*plan*/) override { return said("create", created); }
  Result<ServiceSeen> look() override {
    if (gone) return lk::app::serviceError(s("look at the service"), 1060);
    if (steps.size() > 1 && std::exchange(looked, true)) steps.pop_front();
    ServiceSeen seen;
    seen.state = steps.front().state;
    seen.checkpoint = steps.front().checkpoint;
    seen.waitHint = steps.front().waitHint;
    seen.pid = 4711;
    seen.exitCode = 2;
    return seen;
  }
  Result<void> start() override { return said("start", {}, onStart); }
  Result<void> askToStop() override { return said("stop", stopAnswer, onStop); }
  Result<void> erase() override { return said("erase", {}); }

  std::deque<Step> steps{{}};  // one more with each look; the last one stays
  std::deque<Step> onStart, onStop;
  Result<void> created, stopAnswer;
  bool gone = false;
  QStringList asked;

 private:
  Result<void> said(const char* what, Result<void> answer, const std::deque<Step>& then = {}) {
    asked += QString::fromLatin1(what);
    if (answer && !then.empty()) {
      steps = then;
      looked = false;
    }
    return answer;
  }

  bool looked = false;
};

}  // namespace

// What the words of `linekeeper service` ask for and wait for, and what a service tells its manager meanwhile.
class ServiceVerbTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

  void errorsSayWhatToDo_data();
  void errorsSayWhatToDo();

  void checkpointsRiseUntilItRuns();
  void stoppingSaysSoUntilItHasDrained();
  void nothingIsSaidAfterTheEnd();
  void aStopWhileItStartsIsTaken();

  void startWaitsUntilItRuns();
  void startOfARunningServiceIsGood();
  void startWaitsForOneThatIsStopping();
  void startOfOneThatEndsSaysWithWhat();
  void startGivesUpOnOneThatStandsStill();
  void startGoesOnWhileCheckpointsRise();
  void stopWaitsUntilItHasDrained();
  void stopOfAStoppedServiceIsGood();
  void stopOfOneThatEndsMeanwhileIsGood();
  void stopGivesUpOnOneThatDoesNotListen();
  void removeStopsFirst();
  void nothingIsRemovedThatCannotBeStopped();
  void whereThereIsNoServiceEachWordSaysSo();

 private:
  FakeControl m_control;
  ManualClock m_clock;
  std::unique_ptr<ServiceManager> m_manager;
  std::chrono::milliseconds m_waited{0};
};

void ServiceVerbTest::init() {
  m_control.steps = {{}};
  m_control.onStart = m_control.onStop = {};
  m_control.stopAnswer = {};
  m_control.asked.clear();
  m_control.gone = false;
  m_waited = 0ms;
  m_manager = std::make_unique<ServiceManager>(m_control, m_clock, [this](std::chrono::milliseconds wait) {
    m_clock.advance(wait);
    m_waited += wait;
  });
}

void ServiceVerbTest::errorsSayWhatToDo_data() {
  QTest::addColumn<quint32>("error");
  QTest::addColumn<int>("exitCode");
  QTest::addColumn<QByteArray>("says");
  QTest::newRow("access denied") << 5U << 2 << QByteArray("Run as administrator");
  QTest::newRow("not there") << 1060U << 3 << QByteArray("linekeeper service install");
  QTest::newRow("there already") << 1073U << 2 << QByteArray("linekeeper service remove");
  QTest::newRow("marked to be removed") << 1072U << 2 << QByteArray("services.msc");
  QTest::newRow("no answer in time") << 1053U << 1 << QByteArray("log");
  QTest::newRow("anything else") << 8U << 1 << QByteArray("net helpmsg 8");
}

void ServiceVerbTest::errorsSayWhatToDo() {
  QFETCH(quint32, error);
  QFETCH(int, exitCode);
  QFETCH(QByteArray, says);
  const Error said = lk::app::serviceError(s("start the service"), error);
  QVERIFY2(said.text.starts_with("cannot start the service: "), said.text.c_str());
  QVERIFY2(QByteArray::fromStdString(said.text).contains(says), said.text.c_str());
  QCOMPARE(lk::app::exitCodeOf(said), exitCode);
}

void ServiceVerbTest::checkpointsRiseUntilItRuns() {
  ServiceLife life;
  const ServiceStatus first = life.begin();
  QCOMPARE(first.state, ServiceState::Starting);
  QVERIFY(first.waitHint > 1s && !first.takesStop);
  std::uint32_t checkpoint = first.checkpoint;
  QVERIFY(checkpoint > 0);
  for (int i = 0; i < 3; ++i) {
    const auto report = life.tick();
    QVERIFY(report && report->state == ServiceState::Starting);
    QCOMPARE(report->checkpoint, ++checkpoint);
  }
  const auto ready = life.ready();
  QVERIFY(ready && ready->state == ServiceState::Running);
  QVERIFY2(ready->takesStop && ready->checkpoint == 0, "Windows wants no checkpoint of a service that runs");
  QVERIFY(!life.tick());
  QVERIFY(!life.ready());
}

void ServiceVerbTest::stoppingSaysSoUntilItHasDrained() {
  ServiceLife life;
  QVERIFY(life.begin().checkpoint == 1 && life.ready());
  const auto asked = life.stopAsked();
  QVERIFY(asked && asked->state == ServiceState::Stopping && asked->checkpoint == 1 && !asked->takesStop);
  QVERIFY2(!life.stopAsked(), "asked again, it does not begin anew");
  const auto tick = life.tick();
  QVERIFY(tick && tick->state == ServiceState::Stopping && tick->checkpoint == 2);
  const auto ended = life.ended(0);
  QVERIFY(ended.has_value());
  QCOMPARE(*ended, ServiceStatus());
}

void ServiceVerbTest::nothingIsSaidAfterTheEnd() {
  ServiceLife life;
  QVERIFY(!life.tick() && !life.stopAsked() && !life.ended(0));
  (void)life.begin();
  const auto ended = life.ended(2);
  QVERIFY(ended && ended->state == ServiceState::Stopped);
  QCOMPARE(ended->exitCode, 2);
  QVERIFY(!life.tick() && !life.ready() && !life.stopAsked() && !life.ended(0));
}

void ServiceVerbTest::aStopWhileItStartsIsTaken() {
  ServiceLife life;
  (void)life.begin();
  const auto asked = life.stopAsked();
  QVERIFY(asked && asked->state == ServiceState::Stopping);
  QVERIFY2(!life.ready(), "a service that stops does not say that it runs");
}

void ServiceVerbTest::startWaitsUntilItRuns() {
  m_control.onStart = {{ServiceState::Starting, 1}, {ServiceState::Starting, 2}, {ServiceState::Running}};
  const auto seen = m_manager->start();
  QVERIFY(seen.ok());
  QCOMPARE(seen->state, ServiceState::Running);
  QVERIFY(m_waited > 0ms);
}

void ServiceVerbTest::startOfARunningServiceIsGood() {
  m_control.steps = {{ServiceState::Running}};
  QVERIFY(m_manager->start().ok());
  QCOMPARE(m_control.asked, QStringList());
}

void ServiceVerbTest::startWaitsForOneThatIsStopping() {
  m_control.steps = {{ServiceState::Stopping, 1}, {ServiceState::Stopping, 2}, {ServiceState::Stopped}};
  m_control.onStart = {{ServiceState::Running}};
  QVERIFY(m_manager->start().ok());
  QCOMPARE(m_control.asked, QStringList{s("start")});
}

void ServiceVerbTest::startOfOneThatEndsSaysWithWhat() {
  m_control.onStart = {{ServiceState::Starting, 1}, {ServiceState::Stopped}};
  const auto seen = m_manager->start();
  QVERIFY(!seen);
  QVERIFY2(seen.error().text.find("exit code 2") != std::string::npos, seen.error().text.c_str());
  QCOMPARE(lk::app::exitCodeOf(seen.error()), 1);
}

void ServiceVerbTest::startGivesUpOnOneThatStandsStill() {
  m_control.onStart = {{ServiceState::Starting, 1, 40s}};
  const auto seen = m_manager->start();
  QVERIFY(!seen);
  QCOMPARE(seen.error().code, Error::Code::Timeout);
  QVERIFY2(m_waited >= 40s && m_waited < 45s, "its own hint is waited for, and no more");
  QVERIFY2(seen.error().text.find("4711") != std::string::npos, seen.error().text.c_str());
}

void ServiceVerbTest::startGoesOnWhileCheckpointsRise() {
  m_control.onStart.clear();
  for (std::uint32_t checkpoint = 1; checkpoint < 1000; ++checkpoint) {
    m_control.onStart.push_back({ServiceState::Starting, checkpoint});
  }
  m_control.onStart.push_back({ServiceState::Running});
  QVERIFY(m_manager->start().ok());
  QVERIFY2(m_waited > 120s, "the test is of a slow start");
}

void ServiceVerbTest::stopWaitsUntilItHasDrained() {
  m_control.steps = {{ServiceState::Running}};
  m_control.onStop = {{ServiceState::Running}, {ServiceState::Stopping, 1}, {ServiceState::Stopping, 2}, {}};
  const auto seen = m_manager->stop();
  QVERIFY(seen.ok());
  QCOMPARE(seen->state, ServiceState::Stopped);
  QCOMPARE(m_control.asked, QStringList{s("stop")});
}

void ServiceVerbTest::stopOfAStoppedServiceIsGood() {
  QVERIFY(m_manager->stop().ok());
  QCOMPARE(m_control.asked, QStringList());
}

void ServiceVerbTest::stopOfOneThatEndsMeanwhileIsGood() {
  m_control.steps = {{ServiceState::Running}, {ServiceState::Stopped}};
  m_control.stopAnswer = lk::app::serviceError(s("stop the service"), 1062);
  const auto seen = m_manager->stop();
  QVERIFY2(seen.ok(), seen ? "" : seen.error().text.c_str());
  QCOMPARE(seen->state, ServiceState::Stopped);
}

void ServiceVerbTest::stopGivesUpOnOneThatDoesNotListen() {
  m_control.steps = {{ServiceState::Running}};
  const auto seen = m_manager->stop();
  QVERIFY(!seen);
  QCOMPARE(seen.error().code, Error::Code::Timeout);
}

void ServiceVerbTest::removeStopsFirst() {
  m_control.steps = {{ServiceState::Running}};
  m_control.onStop = {{ServiceState::Stopping, 1}, {}};
  QVERIFY(m_manager->remove().ok());
  QCOMPARE(m_control.asked, QStringList({s("stop"), s("erase")}));
}

void ServiceVerbTest::nothingIsRemovedThatCannotBeStopped() {
  m_control.steps = {{ServiceState::Running}};
  m_control.stopAnswer = lk::app::serviceError(s("stop the service"), 5);
  const auto removed = m_manager->remove();
  QVERIFY(!removed);
  QCOMPARE(removed.error().code, Error::Code::NotPermitted);
  QCOMPARE(m_control.asked, QStringList{s("stop")});
}

void ServiceVerbTest::whereThereIsNoServiceEachWordSaysSo() {
  m_control.gone = true;
  for (const Error& error : {m_manager->start().error(), m_manager->stop().error(), m_manager->remove().error(),
                             m_manager->status().error()}) {
    QCOMPARE(error.code, Error::Code::NotFound);
    QVERIFY2(error.text.find("linekeeper service install") != std::string::npos, error.text.c_str());
  }
  QCOMPARE(m_control.asked, QStringList());
}

QTEST_GUILESS_MAIN(ServiceVerbTest)
#include "tst_windows_service_verb.moc"
