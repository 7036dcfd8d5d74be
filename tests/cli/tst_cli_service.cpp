#include <QTest>
#include <algorithm>
#include <csignal>
#include <vector>

#include "tests/cli/notify_socket.h"
#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using lk::test::finish;
using lk::test::joinMany;
using lk::test::NotifySocket;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::WireDevice;
using lk::test::words;

// The node as systemd's service: what it tells by $NOTIFY_SOCKET, and the secrets it takes from its credentials.
class ServiceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void isReadyOnceItAcceptsDevices_data();
  void isReadyOnceItAcceptsDevices();
  void aStartThatFailsIsNeverReady();
  void saysHowManySessionsThereAre();
  void saysThatRedisIsAway();
  void aReloadBeginsAndEnds_data();
  void aReloadBeginsAndEnds();
  void aDrainIsGivenTimeWhileDevicesLeave();
  void aDrainByAVerbIsToldToo();
  void feedsTheWatchdog();
  void feedsNoWatchdogOfAnotherProcess();
  void aSocketThatCannotBeIsSaidAndPassedOver_data();
  void aSocketThatCannotBeIsSaidAndPassedOver();
  void aSocketThatNobodyReadsHoldsNothingUp();
  void aCredentialIsThePassword();
  void aCredentialThatIsMissingIsNamed_data();
  void aCredentialThatIsMissingIsNamed();

 private:
  void signal(RunningNode& node, int number) { QCOMPARE(::kill(static_cast<pid_t>(node.pid()), number), 0); }

  std::unique_ptr<Place> m_place;
};

void ServiceTest::init() { m_place = std::make_unique<Place>(); }

void ServiceTest::cleanup() {
  for (const char* variable : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "CREDENTIALS_DIRECTORY"}) {
    qunsetenv(variable);
  }
}

void ServiceTest::isReadyOnceItAcceptsDevices_data() {
  QTest::addColumn<NotifySocket::Kind>("kind");
  QTest::newRow("a path") << NotifySocket::Kind::Path;
  QTest::newRow("an abstract name") << NotifySocket::Kind::Abstract;
}

void ServiceTest::isReadyOnceItAcceptsDevices() {
  QFETCH(NotifySocket::Kind, kind);
  NotifySocket systemd(*m_place, kind);
  QVERIFY(systemd.good());
  RunningNode node;
  QVERIFY(node.start(*m_place));
  QVERIFY(systemd.hears("READY=1"));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  QCOMPARE(systemd.heard().front(), QByteArray("READY=1"));
}

void ServiceTest::aStartThatFailsIsNeverReady() {
  NotifySocket systemd(*m_place);
  const Outcome outcome = run(*m_place, "--headless --listen 192.0.2.1:1");
  QVERIFY2(outcome.code != 0, outcome.said().constData());
  QCOMPARE(systemd.count("READY"), 0);
}

void ServiceTest::saysHowManySessionsThereAre() {
  NotifySocket systemd(*m_place);
  RunningNode node;
  QVERIFY(node.start(*m_place));
  QVERIFY2(systemd.hears("STATUS=sessions: 0, bus in memory"), systemd.heard().join('|').constData());
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  QVERIFY2(systemd.hears("STATUS=sessions: 1, bus in memory"), systemd.heard().join('|').constData());
}

void ServiceTest::saysThatRedisIsAway() {
  NotifySocket systemd(*m_place);
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--redis redis://127.0.0.1:1")));
  QVERIFY2(systemd.hears("STATUS=sessions: 0, bus down: "), systemd.heard().join('|').constData());
  for (const QByteArray& message : systemd.heard()) QVERIFY2(!message.contains('\n'), message.constData());
}

void ServiceTest::aReloadBeginsAndEnds_data() {
  QTest::addColumn<QByteArray>("settings");
  QTest::newRow("good settings") << QByteArray("[node]\nkeepalive = 30s\n");
  QTest::newRow("broken settings") << QByteArray("[node]\nkepalive = 30s\n");
}

void ServiceTest::aReloadBeginsAndEnds() {
  QFETCH(QByteArray, settings);
  NotifySocket systemd(*m_place);
  const QString file = m_place->write(QStringLiteral("lk.ini"), "[node]\n");
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), {QStringLiteral("--config"), file}));
  QVERIFY(systemd.hears("STATUS="));
  QVERIFY(!m_place->write(QStringLiteral("lk.ini"), settings).isEmpty());
  signal(node, SIGHUP);
  QVERIFY(systemd.hears("RELOADING=1\nMONOTONIC_USEC="));
  QTRY_COMPARE(systemd.count("READY=1"), 2);
  const QList<QByteArray> all = systemd.heard();
  const auto reload =
      std::ranges::find_if(all, [](const QByteArray& message) { return message.startsWith("RELOADING"); });
  QVERIFY(reload != all.end());
  const QByteArray last = *reload;
  QVERIFY2(last.mid(last.lastIndexOf('=') + 1).toLongLong() > 0, last.constData());
  QVERIFY(all.indexOf("READY=1") < all.indexOf(last));
  QVERIFY(all.lastIndexOf("READY=1") > all.indexOf(last));
}

void ServiceTest::aDrainIsGivenTimeWhileDevicesLeave() {
  NotifySocket systemd(*m_place);
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--set node.drain-rate=2")));
  const auto devices = joinMany(node.port(), 6);
  QVERIFY(!devices.empty());
  signal(node, SIGTERM);
  QVERIFY(systemd.hears("STOPPING=1"));
  QVERIFY(systemd.hears("STATUS=draining, connections left: "));
  QTRY_VERIFY(systemd.count("EXTEND_TIMEOUT_USEC=30000000") >= 2);
  QCOMPARE(finish(node.process()).code, 0);
  QCOMPARE(systemd.count("STOPPING=1"), 1);
}

void ServiceTest::aDrainByAVerbIsToldToo() {
  NotifySocket systemd(*m_place);
  qputenv("WATCHDOG_USEC", "1500000");  // it looks more often, then
  RunningNode node;
  QVERIFY(node.start(*m_place, QStringLiteral("n1"), words("--set node.drain-rate=1")));
  const auto devices = joinMany(node.port(), 4);
  QVERIFY(!devices.empty());
  QCOMPARE(run(*m_place, "drain").code, 0);
  QVERIFY2(systemd.hears("STOPPING=1"), systemd.heard().join('|').constData());
}

void ServiceTest::feedsTheWatchdog() {
  NotifySocket systemd(*m_place);
  qputenv("WATCHDOG_USEC", "300000");
  RunningNode node;
  QVERIFY(node.start(*m_place));
  QTRY_VERIFY(systemd.count("WATCHDOG=1") >= 4);
}

void ServiceTest::feedsNoWatchdogOfAnotherProcess() {
  NotifySocket systemd(*m_place);
  qputenv("WATCHDOG_USEC", "300000");
  qputenv("WATCHDOG_PID", "1");
  RunningNode node;
  QVERIFY(node.start(*m_place));
  QVERIFY(systemd.hears("STATUS="));
  QTest::qWait(1'000);
  QVERIFY2(systemd.count("WATCHDOG=1") <= 1, "not more often than it looks anyway");
}

void ServiceTest::aSocketThatCannotBeIsSaidAndPassedOver_data() {
  QTest::addColumn<QByteArray>("address");
  QTest::newRow("no path") << QByteArray("somewhere");
  QTest::newRow("too long") << '/' + QByteArray(200, 'a');
  QTest::newRow("an empty name") << QByteArray("@");
}

void ServiceTest::aSocketThatCannotBeIsSaidAndPassedOver() {
  QFETCH(QByteArray, address);
  qputenv("NOTIFY_SOCKET", address);
  RunningNode node;
  QVERIFY(node.start(*m_place));
  QVERIFY2(node.log().contains("NOTIFY_SOCKET"), node.log().constData());
}

void ServiceTest::aSocketThatNobodyReadsHoldsNothingUp() {
  qputenv("NOTIFY_SOCKET", m_place->path(QStringLiteral("nobody.sock")).toUtf8());
  RunningNode node;
  QVERIFY(node.start(*m_place));
  signal(node, SIGTERM);
  QCOMPARE(finish(node.process()).code, 0);
}

void ServiceTest::aCredentialIsThePassword() {
  qputenv("CREDENTIALS_DIRECTORY", m_place->path(QStringLiteral("credentials")).toUtf8());
  QVERIFY(!m_place->write(QStringLiteral("credentials/redis-password"), "secret\n").isEmpty());
  const Outcome outcome = run(*m_place,
                              "--check-config --redis redis://127.0.0.1 "
                              "--set redis.password-file=credential:redis-password");
  QVERIFY2(outcome.code == 0, outcome.said().constData());
}

void ServiceTest::aCredentialThatIsMissingIsNamed_data() {
  QTest::addColumn<bool>("given");
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("said");
  QTest::newRow("none is given") << false << QStringLiteral("redis-password") << QByteArray("LoadCredential=");
  QTest::newRow("another is given") << true << QStringLiteral("redis-pasword")
                                    << QByteArray("LoadCredential=redis-pasword");
  QTest::newRow("a way out of the folder") << true << QStringLiteral("../redis-password") << QByteArray("no name");
  QTest::newRow("no name") << true << QString() << QByteArray("no name");
}

void ServiceTest::aCredentialThatIsMissingIsNamed() {
  QFETCH(bool, given);
  QFETCH(QString, name);
  QFETCH(QByteArray, said);
  if (given) qputenv("CREDENTIALS_DIRECTORY", m_place->path(QStringLiteral("credentials")).toUtf8());
  QVERIFY(!m_place->write(QStringLiteral("credentials/redis-password"), "secret\n").isEmpty());
  QVERIFY(!m_place->write(QStringLiteral("redis-password"), "not this\n").isEmpty());
  const Outcome outcome = run(*m_place, words("--check-config --redis redis://127.0.0.1 --set") +
                                            QStringList{QStringLiteral("redis.password-file=credential:") + name});
  QVERIFY2(outcome.code == 2, outcome.said().constData());
  QVERIFY2(outcome.err.contains(said) && outcome.err.contains("redis.password-file"), outcome.said().constData());
}

QTEST_GUILESS_MAIN(ServiceTest)
#include "tst_cli_service.moc"
