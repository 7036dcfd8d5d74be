#include <QDir>
#include <QFileInfo>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"

using lk::test::contents;
using lk::test::finish;
using lk::test::native;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::run;
using lk::test::RunningNode;
using lk::test::WireDevice;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

// A folder's name as people have them, who may be anywhere.
const char kFolder[] = "My Tools 网关";

}  // namespace

// The program with all that it keeps in one folder: by --data-folder, or by a portable.ini that stands beside it.
class PortableTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_place = std::make_unique<Place>(); }

  void withoutPortableIniTheUsersFoldersAreTaken();
  void besidePortableIniSettingsAreBesideTheProgram();
  void besidePortableIniHistoryAndLogsAreThereToo();
  void whatIsSaidIsStrongerThanPortableIni();
  void verbsTakeTheSettingsBesideTheProgram();
  void aFolderNamedPortableIniMeansNothing();
  void aDataFolderHoldsSettingsHistoryAndLogs();
  void aDataFolderIsMade();
  void aLogThatCannotBeWrittenIsSaidAtTheStart();
  void aHistoryFileThatIsSetIsWhereItIsSet();

 private:
  // Copies the program; its path.
  [[nodiscard]] QString copyProgram() const;
  [[nodiscard]] Outcome runCopy(const QString& program, const QStringList& arguments) const;
  [[nodiscard]] QString folder() const { return m_place->path(s(kFolder)); }
  [[nodiscard]] QStringList inFolder() const {
    return QDir(folder()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
  }

  std::unique_ptr<Place> m_place;
};

QString PortableTest::copyProgram() const {
  const QFileInfo original(s(LINEKEEPER_PROGRAM));
  const QString copy = folder() + QLatin1Char('/') + original.fileName();
  return QDir().mkpath(folder()) && QFile::copy(original.filePath(), copy) ? copy : QString();
}

Outcome PortableTest::runCopy(const QString& program, const QStringList& arguments) const {
  const auto process = lk::test::makeProcess(*m_place, arguments);
  process->setProgram(program);
  process->start();
  return finish(*process);
}

void PortableTest::withoutPortableIniTheUsersFoldersAreTaken() {
  const QString program = copyProgram();
  QVERIFY(!program.isEmpty());
  const Outcome outcome = runCopy(program, {s("--check-config")});
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QVERIFY2(outcome.out.contains(native(m_place->defaultSettingsFile())), outcome.said().constData());
}

void PortableTest::besidePortableIniSettingsAreBesideTheProgram() {
  const QString program = copyProgram();
  QVERIFY(!m_place->write(s(kFolder) + s("/portable.ini"), "").isEmpty());
  QVERIFY(!m_place->write(s(kFolder) + s("/linekeeper.ini"), "[node]\nid = beside\n").isEmpty());
  const Outcome outcome = runCopy(program, {s("--check-config")});
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QVERIFY2(outcome.out.contains("beside") && outcome.out.contains(native(folder())), outcome.said().constData());
}

void PortableTest::besidePortableIniHistoryAndLogsAreThereToo() {
  const QString program = copyProgram();
  QVERIFY(!m_place->write(s(kFolder) + s("/portable.ini"), "").isEmpty());
  const auto process = lk::test::makeProcess(
      *m_place, {s("--headless"), s("--node-id"), s("n1"), s("--listen"), s("127.0.0.1:0"), s("--demo"), s("2")});
  process->setProgram(program);
  process->start();
  QTRY_VERIFY_WITH_TIMEOUT(contents(folder() + s("/history-n1.log")).contains("demo-2"), 20'000);
  QCOMPARE(run(*m_place, "drain n1").code, 0);
  const Outcome outcome = finish(*process);
  QVERIFY2(outcome.code == 0, outcome.said().constData());
  QCOMPARE(inFolder(), QStringList({s("history-n1.log"), QFileInfo(program).fileName(), s("logs"), s("portable.ini")}));
  QVERIFY2(!QFileInfo::exists(m_place->path(s("data"))) && !QFileInfo::exists(m_place->path(s("config"))),
           "the user's own folders stay as they were");
  const QByteArray log = contents(folder() + s("/logs/linekeeper.log"));
  QVERIFY2(log.contains("accepting devices") && log.contains("drained"), log.constData());
  QVERIFY2(outcome.err.contains(log), "the log is said, too");
}

void PortableTest::whatIsSaidIsStrongerThanPortableIni() {
  const QString program = copyProgram();
  QVERIFY(!m_place->write(s(kFolder) + s("/portable.ini"), "").isEmpty());
  QVERIFY(!m_place->write(s(kFolder) + s("/linekeeper.ini"), "[node]\nid = beside\n").isEmpty());
  const QString other = m_place->write(s("other/linekeeper.ini"), "[node]\nid = other\n");
  const Outcome byFolder = runCopy(program, {s("--check-config"), s("--data-folder"), m_place->path(s("other"))});
  QVERIFY2(byFolder.out.contains("node other,"), byFolder.said().constData());
  const Outcome byFile = runCopy(program, {s("--check-config"), s("--config"), other});
  QVERIFY2(byFile.out.contains("node other,"), byFile.said().constData());
}

void PortableTest::verbsTakeTheSettingsBesideTheProgram() {
  const QString program = copyProgram();
  QVERIFY(!m_place->write(s(kFolder) + s("/portable.ini"), "").isEmpty());
  QVERIFY(!m_place->write(s(kFolder) + s("/linekeeper.ini"), "[node]\nid = a/b\n").isEmpty());
  const Outcome outcome = runCopy(program, {s("devices"), s("--redis"), s("redis://127.0.0.1:1")});
  QVERIFY2(outcome.code == 2 && outcome.err.contains("linekeeper.ini:2:"), outcome.said().constData());
}

void PortableTest::aFolderNamedPortableIniMeansNothing() {
  const QString program = copyProgram();
  QVERIFY(QDir().mkpath(folder() + s("/portable.ini")));
  const Outcome outcome = runCopy(program, {s("--check-config")});
  QVERIFY2(outcome.out.contains(native(m_place->defaultSettingsFile())), outcome.said().constData());
}

void PortableTest::aDataFolderHoldsSettingsHistoryAndLogs() {
  QVERIFY(!m_place->write(s(kFolder) + s("/linekeeper.ini"), "[node]\nid = n2\nlisten = 127.0.0.1:0\n").isEmpty());
  RunningNode node;
  QVERIFY(node.startWith(*m_place, {s("--headless"), s("--data-folder"), folder()}));
  QCOMPARE(node.field("node"), s("n2"));
  WireDevice device;
  QVERIFY(device.join(node.port(), "pump-1"));
  QVERIFY(contents(folder() + s("/logs/linekeeper.log")).contains("accepting devices"));
  QTRY_VERIFY_WITH_TIMEOUT(contents(folder() + s("/history-n2.log")).contains("pump-1"), 20'000);
}

void PortableTest::aDataFolderIsMade() {
  RunningNode node;
  QVERIFY(node.startWith(
      *m_place, {s("--headless"), s("--listen"), s("127.0.0.1:0"), s("--data-folder"), folder() + s("/deep/er")}));
  QVERIFY(QFileInfo::exists(folder() + s("/deep/er/logs/linekeeper.log")));
}

void PortableTest::aLogThatCannotBeWrittenIsSaidAtTheStart() {
  const QString file = m_place->write(s("file"), "");
  const Outcome outcome = run(*m_place, {s("--headless"), s("--listen"), s("127.0.0.1:0"), s("--data-folder"), file});
  QVERIFY2(outcome.code == 1 || outcome.code == 2, outcome.said().constData());
  QVERIFY2(outcome.err.contains("linekeeper.log") && outcome.err.contains("--data-folder"), outcome.said().constData());
}

void PortableTest::aHistoryFileThatIsSetIsWhereItIsSet() {
  const QString file = m_place->path(s("elsewhere.log"));
  RunningNode node;
  QVERIFY(node.startWith(*m_place, {s("--headless"), s("--listen"), s("127.0.0.1:0"), s("--data-folder"), folder(),
                                    s("--set"), s("node.history-file=") + file, s("--demo"), s("1")}));
  QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(file), 20'000);
  QCOMPARE(inFolder(), QStringList{s("logs")});
}

QTEST_GUILESS_MAIN(PortableTest)
#include "tst_cli_portable.moc"
