#include <QDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using lk::test::contents;
using lk::test::finish;
using lk::test::makeProcess;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::WireDevice;
using lk::test::words;

// The console as a process, on a display that nobody sees: its node is a node like any other.
class DesktopTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_place = std::make_unique<Place>(); }
  void cleanup();

  void itsNodeServesDevicesAndVerbs();
  void demoDevicesConnect();
  void aSignalSendsDevicesAwayAndEnds();
  void aSecondConsoleOfAnIdSaysSo();
  void aTakenPortIsSaid();
  void aBrokenSettingsFileStopsNoStart();
  void aBadFlagIsSaid();
  void attachesToARunningNodeWithoutAListener();

 private:
  void start(const QStringList& arguments);
  [[nodiscard]] QJsonObject node() const;  // as `linekeeper nodes` has it; empty: none
  [[nodiscard]] quint16 port() const;
  [[nodiscard]] bool says(const QByteArray& text);
  void endWhileItAsks();

  std::unique_ptr<Place> m_place;
  std::unique_ptr<QProcess> m_console;
  QByteArray m_said;
};

void DesktopTest::cleanup() {
  if (m_console && m_console->state() != QProcess::NotRunning) {
    m_console->kill();
    m_console->waitForFinished();
  }
  m_console.reset();
}

void DesktopTest::start(const QStringList& arguments) {
  m_said.clear();
  m_console = makeProcess(*m_place, arguments);
  auto environment = m_place->environment();
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  m_console->setProcessEnvironment(environment);
  m_console->start();
}

QJsonObject DesktopTest::node() const {
  const auto json = run(*m_place, "nodes --json").json();
  const QJsonObject node = json && json->isArray() ? json->array().first().toObject() : QJsonObject();
  return node.value(QLatin1StringView("state")) == QLatin1StringView("up") ? node : QJsonObject();
}

quint16 DesktopTest::port() const {
  return node()[QLatin1StringView("listen")].toArray().first().toString().section(QLatin1Char(':'), -1).toUShort();
}

bool DesktopTest::says(const QByteArray& text) {
  return QTest::qWaitFor(
      [&] {
        m_said += m_console->readAllStandardError();
        return m_said.contains(text);
      },
      10'000);
}

void DesktopTest::endWhileItAsks() {
  QTest::qWait(200);
  m_console->terminate();
  const Outcome outcome = finish(*m_console, 10'000);
  QVERIFY2(outcome.code == 2, outcome.said().constData());
}

void DesktopTest::itsNodeServesDevicesAndVerbs() {
  start(words("--node-id n1 --listen 127.0.0.1:0"));
  QTRY_VERIFY(!node().isEmpty());
  WireDevice device;
  QVERIFY(device.join(port(), "dev-1"));
  const Outcome sent = run(*m_place, "send dev-1 on");
  QVERIFY2(sent.code == 0, sent.said().constData());
  QCOMPARE(device.commands(), QList<QByteArray>{"on"});
}

void DesktopTest::demoDevicesConnect() {
  start(words("--node-id n1 --listen 127.0.0.1:0 --demo 5"));
  QTRY_VERIFY(!node().isEmpty());
  QTRY_COMPARE(run(*m_place, "devices --json").json()->array().size(), 5);
}

void DesktopTest::aSignalSendsDevicesAwayAndEnds() {
  start(words("--node-id n1 --listen 127.0.0.1:0"));
  QTRY_VERIFY(!node().isEmpty());
  WireDevice device;
  QVERIFY(device.join(port(), "dev-1"));
  m_console->terminate();
  const Outcome outcome = finish(*m_console);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QTRY_COMPARE(device.closeReason(), 5);
  QCOMPARE(run(*m_place, "nodes").code, 3);
}

// With a window to ask in, it asks, and goes on waiting for an answer.
void DesktopTest::aSecondConsoleOfAnIdSaysSo() {
  RunningNode first;
  QVERIFY(first.start(*m_place));
  start(words("--node-id n1 --listen 127.0.0.1:0"));
  QVERIFY2(says("'n1' runs already"), m_said.constData());
  QCOMPARE(m_console->state(), QProcess::Running);
  endWhileItAsks();
  QCOMPARE(run(*m_place, "devices").code, 0);
}

void DesktopTest::aTakenPortIsSaid() {
  RunningNode first;
  QVERIFY(first.start(*m_place));
  start(words("--node-id n2 --listen") + QStringList{first.listen()});
  QVERIFY2(says(first.listen().toUtf8()), m_said.constData());
  QCOMPARE(m_console->state(), QProcess::Running);
  endWhileItAsks();
}

void DesktopTest::aBrokenSettingsFileStopsNoStart() {
  const QString file = m_place->write(QStringLiteral("bad.ini"), "[node]\nkepal");
  QVERIFY(!m_place->write(QStringLiteral("bad.ini.bak"), "[node]\nid = before\nlisten = 127.0.0.1:0\n").isEmpty());
  start({QStringLiteral("--config"), file});
  QVERIFY2(says(file.toUtf8() + ":2:"), m_said.constData());
  QTRY_COMPARE(node()[QLatin1StringView("id")].toString(), QStringLiteral("before"));
  QCOMPARE(contents(file), QByteArray("[node]\nid = before\nlisten = 127.0.0.1:0\n"));
  const QStringList kept = QDir(m_place->path({})).entryList({QStringLiteral("bad.ini.broken-*")}, QDir::Files);
  QCOMPARE(kept.size(), 1);
  QCOMPARE(contents(m_place->path(kept.front())), QByteArray("[node]\nkepal"));
}

void DesktopTest::aBadFlagIsSaid() {
  start({QStringLiteral("--set"), QStringLiteral("node.kepalive=5s")});
  QVERIFY2(says("node.kepalive"), m_said.constData());
  QCOMPARE(m_console->state(), QProcess::Running);
  endWhileItAsks();
}

void DesktopTest::attachesToARunningNodeWithoutAListener() {
  RunningNode first;
  QVERIFY(first.start(*m_place));
  start({QStringLiteral("--set"), QStringLiteral("node.listen=")});
  QTest::qWait(1'000);
  QVERIFY2(m_console->state() == QProcess::Running, m_console->readAllStandardError().constData());
  QCOMPARE(run(*m_place, "nodes --json").json()->array().size(), 1);
  m_console->terminate();
  QCOMPARE(finish(*m_console).code, 0);
  QVERIFY2(first.process().state() == QProcess::Running, "the node is not the console's to end");
}

QTEST_GUILESS_MAIN(DesktopTest)
#include "tst_cli_desktop.moc"
