#include <QTest>
#include <algorithm>
#include <csignal>
#include <vector>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using namespace lk::test;

// What a service manager does to a node: it drains at a signal, and reads its settings again at another.
class SignalsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_place = std::make_unique<Place>(); }

  void drainsAndEndsWith0_data();
  void drainsAndEndsWith0();
  void drainsDemoDevicesToo();
  void aKilledNodeIsNotDrained();
  void aSecondSignalEndsAtOnce();
  void drainKeepsToItsRate();
  void hangupReadsTheSettingsAgain();
  void hangupNamesWhatNeedsARestart();
  void hangupWithABrokenFileChangesNothing();
  void hangupSaysTheLineOfWhatIsWrongTogether();
  void hangupLeavesFlagsInForce();
  void hangupWithoutAFileIsFine();

 private:
  void signal(RunningNode& node, int number) { QCOMPARE(::kill(static_cast<pid_t>(node.pid()), number), 0); }
  // A node that reads this settings file.
  [[nodiscard]] bool startWithFile(RunningNode& node, const QByteArray& text);
  [[nodiscard]] QString settingsFile() const { return m_place->path(QStringLiteral("lk.ini")); }

  std::unique_ptr<Place> m_place;
};

bool SignalsTest::startWithFile(RunningNode& node, const QByteArray& text) {
  const QString file = m_place->write(QStringLiteral("lk.ini"), text);
  return node.start(*m_place, QStringLiteral("n1"), {QStringLiteral("--config"), file});
}

void SignalsTest::drainsAndEndsWith0_data() {
  QTest::addColumn<int>("number");
  QTest::newRow("SIGTERM") << SIGTERM;
  QTest::newRow("SIGINT") << SIGINT;
}

void SignalsTest::drainsAndEndsWith0() {
  QFETCH(int, number);
  RunningNode node;
  QVERIFY(node.start(*m_place));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  signal(node, number);
  const Outcome outcome = finish(node.process());
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QTRY_COMPARE(device.closeReason(), 5);
  QVERIFY(device.waitForEnd());
}

void SignalsTest::drainsDemoDevicesToo() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--demo 30 --set node.drain-rate=1")));
  QTRY_COMPARE(run(*m_place, "devices --json").json()->array().size(), 30);
  signal(node, SIGTERM);
  const Outcome outcome = finish(node.process(), 10'000);
  QVERIFY2(outcome.code == 0, "demo devices leave by themselves, and hold no node up");
}

void SignalsTest::aKilledNodeIsNotDrained() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--set node.drain-rate=1")));
  const auto devices = joinMany(node.port(), 60);
  QVERIFY(!devices.empty());
  const auto drain = lk::test::makeProcess(*m_place, words("drain"));
  drain->start();
  QVERIFY(QTest::qWaitFor([&] { return drain->canReadLine(); }, 15'000));  // so many are left
  signal(node, SIGKILL);
  const Outcome outcome = finish(*drain);
  QVERIFY2(outcome.code == 3, outcome.said().constData());
  QVERIFY2(outcome.err.contains("did not say that it had drained") && outcome.err.contains(" connections left"),
           outcome.said().constData());
}

void SignalsTest::aSecondSignalEndsAtOnce() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--set node.drain-rate=1")));
  const auto devices = joinMany(node.port(), 60);
  QVERIFY(!devices.empty());
  signal(node, SIGTERM);
  QVERIFY(node.logs("draining"));
  signal(node, SIGTERM);
  const Outcome outcome = finish(node.process(), 10'000);
  QVERIFY2(outcome.code != Outcome::kDidNotEnd && outcome.code != Outcome::kCrashed, outcome.said().constData());
  QTRY_VERIFY(!devices.back()->connected());
}

void SignalsTest::drainKeepsToItsRate() {
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--set node.drain-rate=2")));
  const auto devices = joinMany(node.port(), 8);
  QVERIFY(!devices.empty());
  const auto gone = [&] { return std::ranges::count_if(devices, [](const auto& d) { return d->closeReason() == 5; }); };
  signal(node, SIGTERM);
  QTRY_VERIFY(gone() > 0);
  QVERIFY2(gone() < 8, "not all at once");
  QVERIFY(node.process().state() == QProcess::Running);
  QCOMPARE(finish(node.process()).code, 0);
  QTRY_COMPARE(gone(), 8);
}

void SignalsTest::hangupReadsTheSettingsAgain() {
  RunningNode node;
  QVERIFY(startWithFile(node, "[node]\nkeepalive = 60s\n"));
  WireDevice before;
  QVERIFY(before.join(node.port(), "dev-1"));
  QVERIFY(before.last(lk::test::kWelcome)->payload.contains("\"keepalive\":60"));
  QVERIFY(!m_place->write(QStringLiteral("lk.ini"), "[node]\nkeepalive = 30s\n").isEmpty());
  signal(node, SIGHUP);
  QVERIFY2(node.logs("settings reloaded"), node.log().constData());
  WireDevice after;
  QVERIFY(after.join(node.port(), "dev-2"));
  QVERIFY2(after.last(lk::test::kWelcome)->payload.contains("\"keepalive\":30"),
           after.last(lk::test::kWelcome)->payload.constData());
  QVERIFY(before.connected());
}

void SignalsTest::hangupNamesWhatNeedsARestart() {
  RunningNode node;
  QVERIFY(startWithFile(node, "[node]\nkeepalive = 60s\n"));
  QVERIFY(
      !m_place->write(QStringLiteral("lk.ini"), "[node]\nio-threads = 3\n[metrics]\nlisten = 127.0.0.1:0\n").isEmpty());
  signal(node, SIGHUP);
  QVERIFY(node.logs("settings reloaded"));
  QVERIFY2(node.log().contains("node.io-threads") && node.log().contains("metrics.listen"), node.log().constData());
  QVERIFY(!node.log().contains("node.keepalive"));
}

void SignalsTest::hangupWithABrokenFileChangesNothing() {
  RunningNode node;
  QVERIFY(startWithFile(node, "[node]\nkeepalive = 30s\n"));
  QVERIFY(!m_place->write(QStringLiteral("lk.ini"), "[node]\nkeepalive = 40s\nkepalive = 50s\n").isEmpty());
  signal(node, SIGHUP);
  QVERIFY2(node.logs(settingsFile().toUtf8() + ":3:"), node.log().constData());
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  QVERIFY2(device.last(lk::test::kWelcome)->payload.contains("\"keepalive\":30"), "as before");
  QVERIFY(!node.log().contains("settings reloaded"));
}

void SignalsTest::hangupSaysTheLineOfWhatIsWrongTogether() {
  RunningNode node;
  QVERIFY(startWithFile(node, "[node]\nkeepalive = 30s\n"));
  QVERIFY(!m_place->write(QStringLiteral("lk.ini"), "[node]\nkeepalive = 10m\n").isEmpty());
  signal(node, SIGHUP);
  QVERIFY2(node.logs(settingsFile().toUtf8() + ":2: node.keepalive (10m) is longer"), node.log().constData());
  QVERIFY(!node.log().contains("settings reloaded"));
}

void SignalsTest::hangupLeavesFlagsInForce() {
  RunningNode node;
  const QString file = m_place->write(QStringLiteral("lk.ini"), "[node]\nkeepalive = 60s\n");
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--set node.keepalive=20s --config") + QStringList{file}));
  QVERIFY(!m_place->write(QStringLiteral("lk.ini"), "[node]\nkeepalive = 30s\nhello-timeout = 9s\n").isEmpty());
  signal(node, SIGHUP);
  QVERIFY(node.logs("settings reloaded"));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  QVERIFY2(device.last(lk::test::kWelcome)->payload.contains("\"keepalive\":20"), "--set is stronger than the file");
}

void SignalsTest::hangupWithoutAFileIsFine() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  signal(node, SIGHUP);
  QVERIFY(node.logs("settings reloaded"));
  QCOMPARE(run(*m_place, "send dev-1 on").code, 0);
}

QTEST_GUILESS_MAIN(SignalsTest)
#include "tst_cli_signals.moc"
