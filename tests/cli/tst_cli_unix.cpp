#include <QDir>
#include <QFileInfo>
#include <QTest>
#include <csignal>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using namespace lk::test;

// What is of Unix alone; what signals do to a node has a test of its own.
class UnixTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_place = std::make_unique<Place>(); }

  void aServiceIsSystemds_data();
  void aServiceIsSystemds();
  void anInterruptedSendSaysHowFarItCame();
  void onlyWhatWasSentHasAResult();
  void theIdIsFreeAfterwards();
  void aSilentNodeIsNotWaitedForForEver();
  void argumentsThatAreNoTextAreRefused();
  void anAnswerThatCannotBeWrittenIsNoSuccess();
  void whatGoesOnEndsWithItsReader_data();
  void whatGoesOnEndsWithItsReader();
  void theDefaultFileIsRead();
  void theRuntimeFolderIsTheUsersAlone();
  void withoutADisplayTheConsoleSaysSo_data();
  void withoutADisplayTheConsoleSaysSo();
  void outlivesWhoReadsItsLog();

 private:
  void signal(RunningNode& node, int number) { QCOMPARE(::kill(static_cast<pid_t>(node.pid()), number), 0); }

  std::unique_ptr<Place> m_place;
};

void UnixTest::anInterruptedSendSaysHowFarItCame() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  const auto sending = makeProcess(*m_place, words("send --json --ttl 60 dev-1 dev-2 on"));
  sending->start();
  QTRY_VERIFY(!device.commands().isEmpty());
  QTest::qWait(200);
  ::kill(static_cast<pid_t>(sending->processId()), SIGINT);
  const Outcome outcome = finish(*sending);
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QVERIFY2(outcome.json() && outcome.json()->isArray(), outcome.said().constData());
  const QJsonArray results = outcome.json()->array();
  QCOMPARE(results.size(), 2);
  QCOMPARE(results[0][QLatin1StringView("status")].toString(), QStringLiteral("done"));
  QCOMPARE(results[1][QLatin1StringView("status")].toString(), QStringLiteral("queued"));
  QCOMPARE(results[1][QLatin1StringView("device")].toString(), QStringLiteral("dev-2"));
}

// At a rate, some have left and some have not when the node is gone.
void UnixTest::onlyWhatWasSentHasAResult() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  const auto sending = makeProcess(*m_place, words("send --json --rate 1 dev-1 dev-1 dev-1 dev-1 dev-1 dev-1 on"));
  sending->start();
  QTRY_VERIFY(!device.commands().isEmpty());
  signal(node, SIGKILL);
  const Outcome outcome = finish(*sending);
  QVERIFY2(outcome.code == 3, outcome.said().constData());
  QVERIFY2(outcome.json() && outcome.json()->isArray(), outcome.said().constData());
  const QJsonArray results = outcome.json()->array();
  QVERIFY(!results.isEmpty() && results.size() < 6);
  for (const auto& result : results) QCOMPARE(result[QLatin1StringView("device")].toString(), QStringLiteral("dev-1"));
}

void UnixTest::theIdIsFreeAfterwards() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  signal(node, SIGTERM);
  QCOMPARE(finish(node.process()).code, 0);
  QCOMPARE(run(*m_place, "devices").code, 3);
  QCOMPARE(QDir(m_place->path(QStringLiteral("run"))).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot),
           QStringList());
  RunningNode next;
  QVERIFY(next.start(*m_place));
}

// A stopped node holds its socket open and says nothing.
void UnixTest::aSilentNodeIsNotWaitedForForEver() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  signal(node, SIGSTOP);
  const Outcome devices = run(*m_place, "devices");
  const Outcome nodes = run(*m_place, "nodes --json");
  signal(node, SIGCONT);
  QVERIFY2(devices.code == 3, devices.said().constData());
  QVERIFY2(nodes.code == 0 && nodes.json()->array().size() == 1, "it is listed, as one that is silent");
}

// The command line is text; bytes that are none must not reach a device as something else.
void UnixTest::argumentsThatAreNoTextAreRefused() {
  QProcess shell;
  shell.setProcessEnvironment(m_place->environment());
  shell.start(QStringLiteral("/bin/sh"),
              {QStringLiteral("-c"), QStringLiteral("exec \"$0\" send dev-1 \"$(printf '\\377')\""),
               QStringLiteral(LINEKEEPER_PROGRAM)});
  const Outcome outcome = finish(shell);
  QVERIFY2(outcome.code == 2, outcome.said().constData());
  QVERIFY2(outcome.err.contains("--hex"), outcome.said().constData());
}

void UnixTest::anAnswerThatCannotBeWrittenIsNoSuccess() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  const auto devices = makeProcess(*m_place, words("devices --json"));
  devices->setStandardOutputFile(QStringLiteral("/dev/full"));
  devices->start();
  const Outcome outcome = finish(*devices);
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QVERIFY2(outcome.err.contains("standard output"), outcome.said().constData());
}

void UnixTest::whatGoesOnEndsWithItsReader_data() {
  QTest::addColumn<QStringList>("arguments");
  for (const char* line : {"trace dev-1", "trace --json dev-1", "devices --watch", "devices --watch --json"}) {
    QTest::newRow(line) << words(line);
  }
}

// As behind `| head -1`: nobody would see it run on, and a trace costs its node something.
void UnixTest::whatGoesOnEndsWithItsReader() {
  QFETCH(QStringList, arguments);
  RunningNode node;
  QVERIFY(node.start(*m_place));
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  const auto verb = makeProcess(*m_place, arguments);
  verb->setStandardOutputFile(QStringLiteral("/dev/full"));
  verb->start();
  quint32 id = 0;
  QVERIFY(QTest::qWaitFor(
      [&] {
        device.write(lk::test::kReport, ++id, "hello");
        return verb->state() == QProcess::NotRunning;
      },
      10'000));
  const Outcome outcome = finish(*verb);
  QVERIFY2(outcome.code == 1, outcome.said().constData());
  QVERIFY2(outcome.err.contains("standard output"), outcome.said().constData());
}

void UnixTest::aServiceIsSystemds_data() {
  QTest::addColumn<QByteArray>("says");
  QTest::newRow("status") << QByteArray("systemctl status linekeeper");
  QTest::newRow("start") << QByteArray("systemctl start linekeeper");
  QTest::newRow("stop") << QByteArray("systemctl stop linekeeper");
  QTest::newRow("install --redis redis://127.0.0.1:1") << QByteArray("systemctl enable --now linekeeper");
  QTest::newRow("remove --json") << QByteArray("systemctl disable --now linekeeper");
  QTest::newRow("run") << QByteArray("linekeeper --headless");
}

void UnixTest::aServiceIsSystemds() {
  QFETCH(QByteArray, says);
  const QByteArray line = QByteArray("service ") + QTest::currentDataTag();
  const Outcome outcome = run(*m_place, line.constData());
  QVERIFY2(outcome.code == 2, outcome.said().constData());
  QVERIFY2(outcome.err.contains(says), outcome.said().constData());
}

void UnixTest::theDefaultFileIsRead() {
  QVERIFY(!m_place->write(QStringLiteral("config/linekeeper/linekeeper.ini"), "[node]\nid = from-file\n").isEmpty());
  RunningNode node;
  QVERIFY(node.startWith(*m_place, words("--headless --listen 127.0.0.1:0")));
  QCOMPARE(node.field("node"), QStringLiteral("from-file"));
}

void UnixTest::theRuntimeFolderIsTheUsersAlone() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  constexpr auto kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
                           QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
  QVERIFY((QFileInfo(m_place->path(QStringLiteral("run"))).permissions() & kOthers) == 0);
}

void UnixTest::withoutADisplayTheConsoleSaysSo_data() {
  QTest::addColumn<QByteArray>("display");
  QTest::newRow("none") << QByteArray();
  QTest::newRow("one that is not there") << QByteArray(":59999");
}

void UnixTest::withoutADisplayTheConsoleSaysSo() {
  QFETCH(QByteArray, display);
  const auto console = lk::test::makeProcess(*m_place, words("--listen 127.0.0.1:0"));
  QProcessEnvironment environment = console->processEnvironment();
  if (!display.isEmpty()) environment.insert(QStringLiteral("DISPLAY"), QString::fromUtf8(display));
  console->setProcessEnvironment(environment);
  console->start();
  const Outcome outcome = finish(*console);
  QVERIFY2(outcome.code == 2, outcome.said().constData());
  QVERIFY2(outcome.err.contains(LINEKEEPER_CONSOLE ? "display" : "no console"), outcome.said().constData());
  QVERIFY2(outcome.err.contains("--headless"), outcome.said().constData());
}

// As where its log goes through a pipe, and the program at the other end has ended.
void UnixTest::outlivesWhoReadsItsLog() {
  RunningNode node;
  QVERIFY(node.start(*m_place));
  const QString log = QStringLiteral("/proc/%1/fd/2").arg(node.pid());
  QVERIFY(QFile::symLinkTarget(log).contains(QStringLiteral("pipe:")));
  node.process().closeReadChannel(QProcess::StandardError);
  WireDevice garbage;
  garbage.connectTo(node.port());
  garbage.write(0xFF, 0, {});
  QVERIFY(garbage.waitForEnd());
  WireDevice device;
  QVERIFY(device.join(node.port(), "dev-1"));
  signal(node, SIGTERM);
  const Outcome outcome = finish(node.process());
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QTRY_COMPARE(device.closeReason(), 5);
}

QTEST_GUILESS_MAIN(UnixTest)
#include "tst_cli_unix.moc"
