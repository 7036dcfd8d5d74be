#include <QTest>

#include "app/service_report.h"

using lk::app::ServiceReport;
using lk::app::serviceStatus;
using lk::app::Supervisor;
using lk::node::MetricsSample;

namespace {

class RecordedSupervisor final : public Supervisor {
 public:
  void ready() override { m_told.push_back(QStringLiteral("ready")); }
  void reloading() override { m_told.push_back(QStringLiteral("reloading")); }
  void stopping() override { m_told.push_back(QStringLiteral("stopping")); }
  void needsMore(std::chrono::seconds time) override { m_told.push_back(QStringLiteral("more %1").arg(time.count())); }
  void status(const QString& sentence) override { m_told.push_back(sentence); }
  void alive() override { m_told.push_back(QStringLiteral("alive")); }
  [[nodiscard]] std::optional<std::chrono::milliseconds> aliveWithin() const override { return m_within; }

  [[nodiscard]] QStringList told() { return std::exchange(m_told, {}); }

  std::optional<std::chrono::milliseconds> m_within;

 private:
  QStringList m_told;
};

}  // namespace

// What a supervisor is told, and when, with a node that answers when the test says so.
class ServiceReportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

  void askedOnceUntilItAnswers();
  void aReloadEndsByAnAnswerThatWasAskedForAfterIt();
  void aStuckNodeIsNotAlive();
  void aStatusIsSaidWhenItChanges();
  void aDrainThatStandsStillGetsNoMoreTime();
  void aDrainOfOthersIsSeen();
  void nobodyToTellIsFine();
  void theStatusSaysWhatIsWrong();

 private:
  void answer() {
    QVERIFY(!m_asked.empty());
    const auto next = m_asked.front();
    m_asked.erase(m_asked.begin());
    next(m_sample);
  }

  RecordedSupervisor m_supervisor;
  MetricsSample m_sample;
  std::vector<std::function<void(const MetricsSample&)>> m_asked;
  std::unique_ptr<ServiceReport> m_report;
};

void ServiceReportTest::init() {
  m_supervisor.m_within.reset();
  m_sample = {};
  m_sample.alive = true;
  m_asked.clear();
  m_report = std::make_unique<ServiceReport>(&m_supervisor, [this](auto done) { m_asked.push_back(done); });
  (void)m_supervisor.told();
}

void ServiceReportTest::askedOnceUntilItAnswers() {
  m_supervisor.m_within = std::chrono::milliseconds(3);
  m_report->ready();
  QTest::qWait(50);
  QCOMPARE(m_asked.size(), std::size_t{1});
  QCOMPARE(m_supervisor.told(), QStringList{QStringLiteral("ready")});  // not alive: the node has said nothing
  answer();
  QTRY_COMPARE(m_asked.size(), std::size_t{1});
}

void ServiceReportTest::aReloadEndsByAnAnswerThatWasAskedForAfterIt() {
  m_report->ready();
  m_report->reloading();
  m_report->reloaded();
  (void)m_supervisor.told();
  answer();
  QVERIFY2(m_supervisor.told().isEmpty(), "asked before the settings were handed over");
  answer();
  QCOMPARE(m_supervisor.told().front(), QStringLiteral("ready"));
}

void ServiceReportTest::aStuckNodeIsNotAlive() {
  m_sample.alive = false;
  m_report->ready();
  answer();
  QVERIFY(!m_supervisor.told().contains(QStringLiteral("alive")));
}

void ServiceReportTest::aStatusIsSaidWhenItChanges() {
  m_supervisor.m_within = std::chrono::milliseconds(3);
  m_report->ready();
  answer();
  QVERIFY(m_supervisor.told().contains(QStringLiteral("sessions: 0, bus in memory")));
  QTRY_VERIFY(!m_asked.empty());
  answer();
  QCOMPARE(m_supervisor.told(), QStringList{QStringLiteral("alive")});
}

void ServiceReportTest::aDrainThatStandsStillGetsNoMoreTime() {
  m_report->ready();
  answer();
  (void)m_supervisor.told();
  m_report->draining();
  QCOMPARE(m_supervisor.told(), (QStringList{QStringLiteral("stopping"), QStringLiteral("more 30")}));
  m_sample.figures.draining = true;
  int given = 0;
  for (const quint64 left : {9U, 5U, 5U, 5U}) {
    m_sample.figures.drainLeft = left;
    QTRY_VERIFY(!m_asked.empty());
    answer();
    given += m_supervisor.told().contains(QStringLiteral("more 30")) ? 1 : 0;
  }
  QCOMPARE(given, 2);
}

void ServiceReportTest::aDrainOfOthersIsSeen() {
  m_sample.figures.draining = true;
  m_sample.figures.drainLeft = 3;
  m_report->ready();
  answer();
  const QStringList told = m_supervisor.told();
  QVERIFY(told.contains(QStringLiteral("stopping")));
  QVERIFY(told.contains(QStringLiteral("draining, connections left: 3")));
}

void ServiceReportTest::nobodyToTellIsFine() {
  ServiceReport report(nullptr, [](const auto&) { QFAIL("nobody wants to know"); });
  report.ready();
  report.reloading();
  report.reloaded();
  report.draining();
}

void ServiceReportTest::theStatusSaysWhatIsWrong() {
  m_sample.redis = true;
  m_sample.figures.sessions = 12;
  QCOMPARE(serviceStatus(m_sample), QStringLiteral("sessions: 12, bus up"));
  m_sample.figures.busUp = false;
  m_sample.figures.busWhy = QStringLiteral("Redis says no");
  QCOMPARE(serviceStatus(m_sample), QStringLiteral("sessions: 12, bus down: Redis says no"));
  m_sample.figures.acceptPaused = true;
  QVERIFY(serviceStatus(m_sample).contains(QStringLiteral("file descriptors")));
}

QTEST_GUILESS_MAIN(ServiceReportTest)
#include "tst_service_report.moc"
