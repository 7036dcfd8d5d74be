// Somebody sets a node's clock by an hour, one way or the other: no device is dropped for it, and no ttl ends early or
// late. libfaketime shifts the wall clock of the node alone.
#include <QDateTime>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <csignal>

#include "tests/cli/child_process.h"
#include "tests/cli/wire_device.h"
#include "tests/cluster/stand.h"
#include "tests/endurance/figures.h"

using namespace lk::test;

namespace {

constexpr int kTtlS = 3;

// While it lives, children are started with a wall clock that a file sets.
class SetClock {
 public:
  explicit SetClock(const QString& file) : m_file(file.toLocal8Bit()) {
    qputenv("LD_PRELOAD", LINEKEEPER_LIBFAKETIME);
    qputenv("FAKETIME_TIMESTAMP_FILE", m_file);
    qputenv("FAKETIME_NO_CACHE", "1");
    qputenv("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    // A program with AddressSanitizer wants its library to be the first.
    m_asanBefore = qgetenv("ASAN_OPTIONS");
    qputenv("ASAN_OPTIONS", m_asanBefore + ":verify_asan_link_order=0");
  }
  ~SetClock() {
    for (const char* name :
         {"LD_PRELOAD", "FAKETIME_TIMESTAMP_FILE", "FAKETIME_NO_CACHE", "FAKETIME_DONT_FAKE_MONOTONIC"}) {
      qunsetenv(name);
    }
    qputenv("ASAN_OPTIONS", m_asanBefore);
  }
  SetClock(const SetClock&) = delete;
  SetClock& operator=(const SetClock&) = delete;

 private:
  QByteArray m_file;
  QByteArray m_asanBefore;
};

}  // namespace

class ClockIsSet : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingMoves_data() {
    QTest::addColumn<bool>("withRedis");
    QTest::newRow("ttls kept in Redis") << true;
    QTest::newRow("ttls kept by the node") << false;
  }
  void nothingMoves();

 private:
  // A command that waits for a device that is away, until its ttl ends it.
  struct Ttl {
    std::unique_ptr<QProcess> send = std::make_unique<QProcess>();
    QElapsedTimer since;
    qint64 tookMs = -1;
  };
  [[nodiscard]] static std::unique_ptr<Ttl> begin(const Place& place, const QString& payload);
  // Never early; and how late.
  static void verifyEnds(const Ttl& ttl, const QByteArray& what);
  // How far the node's own clock is from the test's, in seconds, by its log.
  [[nodiscard]] static qint64 shiftOf(RunningNode& node);
};

qint64 ClockIsSet::shiftOf(RunningNode& node) {
  const auto lines = node.log().trimmed().split('\n');
  const auto at = QDateTime::fromString(QString::fromUtf8(lines.last().left(23)), Qt::ISODateWithMs);
  return QDateTime::currentDateTime().secsTo(at);
}

std::unique_ptr<ClockIsSet::Ttl> ClockIsSet::begin(const Place& place, const QString& payload) {
  auto ttl = std::make_unique<Ttl>();
  ttl->send->setProcessEnvironment(place.environment());
  endWithThisProcess(*ttl->send);
  connect(ttl->send.get(), &QProcess::finished, ttl->send.get(),
          [at = ttl.get()] { at->tookMs = at->since.elapsed(); });
  ttl->since.start();
  ttl->send->start(QStringLiteral(LINEKEEPER_PROGRAM),
                   words("send --json --ttl") + QStringList{QString::number(kTtlS), QStringLiteral("absent"), payload});
  return ttl;
}

void ClockIsSet::verifyEnds(const Ttl& ttl, const QByteArray& what) {
  QTRY_VERIFY2_WITH_TIMEOUT(ttl.tookMs >= 0, what.constData(), 60'000);
  const QByteArray out = ttl.send->readAllStandardOutput();
  QVERIFY2(out.contains("expired"), out.constData());
  say("a ttl of 3000 ms " + what + ": " + QByteArray::number(ttl.tookMs) + " ms");
  QVERIFY(ttl.tookMs >= kTtlS * 1'000);
}

void ClockIsSet::nothingMoves() {
  QFETCH(bool, withRedis);
  Stand stand;
  RunningNode alone;
  const QString file = stand.place().write(QStringLiteral("clock"), "+0");
  if (withRedis) QVERIFY(stand.startRedis());
  {
    const SetClock settable(file);
    if (withRedis) QVERIFY(stand.startNodes(1));
    if (!withRedis) QVERIFY(alone.start(stand.place()));
  }
  RunningNode& node = withRedis ? stand.node(0) : alone;
  LedgerPlan plan;
  plan.devices = sized(100, 1'000);
  plan.ports = {node.port()};
  LedgerFleet fleet(plan);
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(20'000));
  fleet.report(200);
  WireDevice silent;
  QVERIFY(silent.join(node.port(), "silent", R"(,"keepalive":5)"));
  QElapsedTimer silence;
  silence.start();
  const Outcome keeping = run(stand.place(), "send --no-wait --ttl 3600 late kept");
  QVERIFY2(keeping.code == 0, keeping.said().constData());

  for (const QByteArray by : {"+3600", "-3600"}) {
    const auto before = begin(stand.place(), QStringLiteral("before"));
    QTRY_VERIFY(node.log().size() > 0 && before->send->state() == QProcess::Running);
    QTest::qWait(1'000);  // it is with the node
    QVERIFY(!stand.place().write(QStringLiteral("clock"), by).isEmpty());
    const auto reloads = node.log().count("settings reloaded");
    ::kill(static_cast<pid_t>(node.pid()), SIGHUP);
    QTRY_VERIFY(node.log().count("settings reloaded") > reloads);
    QVERIFY2(std::abs(shiftOf(node) - by.toInt()) < 60, node.log().right(500).constData());
    const qint64 acked = fleet.reportsAcked();
    const auto after = begin(stand.place(), QStringLiteral("after"));
    verifyEnds(*before, "that ran as the clock was set by " + by + " s");
    if (QTest::currentTestFailed()) return;
    verifyEnds(*after, "after it was set by " + by + " s");
    if (QTest::currentTestFailed()) return;
    QTRY_VERIFY(fleet.reportsAcked() > acked + 100);
  }

  // Who says nothing goes at 1.5 times its keepalive, and nobody else.
  QVERIFY(silent.waitForEnd(30'000));
  say("a silent device with a keepalive of 5 s: " + QByteArray::number(silence.elapsed()) + " ms at most");
  QCOMPARE(silent.closeReason(), 4);
  QVERIFY(silence.elapsed() >= 7'400);
  QCOMPARE(fleet.lost(), 0);

  WireDevice late;
  QVERIFY(late.join(node.port(), "late"));
  QVERIFY(late.waitFor(kCommand));
  QCOMPARE(late.commands(), QList<QByteArray>{"kept"});
  const Outcome sent = run(stand.place(), "send dev-0 on");
  QVERIFY2(sent.code == 0, sent.said().constData());
}

QTEST_GUILESS_MAIN(ClockIsSet)
#include "clock_is_set.moc"
