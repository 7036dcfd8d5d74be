#include <QTest>

#include "app/launcher_words.h"
#include "app/service_plan.h"
#include "app/windows_arguments.h"
#include "tests/cli/place.h"
#include "tests/cli/program.h"
#include "tests/cli/taken_apart.h"

using lk::Error;
using lk::Result;
using lk::app::parseCommandLine;
using lk::app::planService;
using lk::app::ServicePlan;
using lk::app::windowsCommandLine;
using lk::app::windowsQuoted;
using lk::test::takenApart;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

}  // namespace

// What a Windows service is installed with: its command line, its folder, and who may enter that.
class ServicePlanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void argumentsAreQuotedAsWindowsReadsThem_data();
  void argumentsAreQuotedAsWindowsReadsThem();
  void theProgramIsAlwaysQuoted();

  void theLauncherPassesOnWhatWasWritten_data();
  void theLauncherPassesOnWhatWasWritten();

  void aPlanStartsTheProgramInItsFolder();
  void aPlanKeepsTheOptionsOfAStart();
  void aPlanWithWrongSettingsIsRefused_data();
  void aPlanWithWrongSettingsIsRefused();
  void aProgramInAUsersFolderIsSaid();
  void theSidOfAServiceIsWindows_data();
  void theSidOfAServiceIsWindows();
  void theFolderIsTheServicesAlone();

 private:
  [[nodiscard]] Result<ServicePlan> plan(const char* options,
                                         const QString& program = s("C:/Program Files/LK/linekeeper.exe")) const;
};

void ServicePlanTest::argumentsAreQuotedAsWindowsReadsThem_data() {
  QTest::addColumn<QString>("argument");
  QTest::addColumn<QString>("quoted");
  const auto row = [](const char* argument, const char* quoted) {
    QTest::newRow(argument) << s(argument) << s(quoted);
  };
  row("plain", "plain");
  row("", R"("")");
  row("two words", R"("two words")");
  row("tab\there", "\"tab\there\"");
  row(R"(C:\Data\)", R"(C:\Data\)");
  row(R"(C:\My Data\)", R"("C:\My Data\\")");
  row(R"(say "hi")", R"("say \"hi\"")");
  row(R"(a\"b)", R"("a\\\"b")");
  row(R"(a\\"b c\\)", R"("a\\\\\"b c\\\\")");
  row("\"", R"("\"")");
  row("%PATH% & del *", R"("%PATH% & del *")");
  row("网关 数据", "\"网关 数据\"");
}

void ServicePlanTest::argumentsAreQuotedAsWindowsReadsThem() {
  QFETCH(QString, argument);
  QFETCH(QString, quoted);
  QCOMPARE(windowsQuoted(argument), quoted);
  const QStringList words = {argument, s("next"), argument};
  QCOMPARE(takenApart(windowsCommandLine(s(R"(C:\Program Files\a.exe)"), words)),
           QStringList{s(R"(C:\Program Files\a.exe)")} + words);
}

void ServicePlanTest::theProgramIsAlwaysQuoted() {
  QCOMPARE(windowsCommandLine(s(R"(C:\a.exe)"), {}), s(R"("C:\a.exe")"));
  QCOMPARE(windowsCommandLine(s(R"(C:\Program Files\a.exe)"), {s("x")}), s(R"("C:\Program Files\a.exe" x)"));
}

void ServicePlanTest::theLauncherPassesOnWhatWasWritten_data() {
  QTest::addColumn<QString>("rest");
  const auto row = [](const char* line, const char* rest) { QTest::newRow(line) << s(rest); };
  row("linekeeper", "");
  row("linekeeper --version", " --version");
  row("linekeeper\tnodes", "\tnodes");
  row(R"("C:\Program Files\LK\linekeeper.com" send "a b" \"c)", R"( send "a b" \"c)");
  row(R"(C:\"Program Files"\linekeeper.com  x)", "  x");
  row(R"("C:\网关\linekeeper.com" 设备)", " 设备");
  row(R"("C:\never closed x)", "");
}

void ServicePlanTest::theLauncherPassesOnWhatWasWritten() {
  QFETCH(QString, rest);
  const std::wstring line = s(QTest::currentDataTag()).toStdWString();
  QCOMPARE(QString::fromStdWString(std::wstring(lk::app::afterProgram(line))), rest);
}

Result<ServicePlan> ServicePlanTest::plan(const char* options, const QString& program) const {
  const auto line = parseCommandLine(QStringList{s("service"), s("install")} + lk::test::words(options));
  if (!line) return line.error();
  return planService(*line, {program, s("/nowhere/ProgramData"), s("C:/Users/ann")});
}

void ServicePlanTest::aPlanStartsTheProgramInItsFolder() {
  const auto made = plan("");
  QVERIFY2(made.ok(), made ? "" : made.error().text.c_str());
  QCOMPARE(made->dataFolder, s(R"(\nowhere\ProgramData\Linekeeper)"));
  QVERIFY(made->ownFolder);
  QCOMPARE(made->commandLine, s(R"("C:\Program Files\LK\linekeeper.exe" service run --data-folder )"
                                R"(\nowhere\ProgramData\Linekeeper)"));
  QCOMPARE(made->message, s(R"(C:\Program Files\LK\linekeeper.exe)"));
  QCOMPARE(made->notes, QStringList());
}

void ServicePlanTest::aPlanKeepsTheOptionsOfAStart() {
  const auto line =
      parseCommandLine({s("service"), s("install"), s("--json"), s("--data-folder"), s("/my data/lk"), s("--node-id"),
                        s("n1"), s("--set"), s("redis.ca-file=/a b/ca.pem"), s("--set"), s("node.keepalive=30s"),
                        s("--listen"), s("127.0.0.1:1"), s("--listen"), s("127.0.0.1:2")});
  QVERIFY(line.ok());
  const auto made = planService(*line, {s("/opt/lk/linekeeper.exe"), s("/nowhere"), s("C:/Users/ann")});
  QVERIFY2(made.ok(), made ? "" : made.error().text.c_str());
  QVERIFY2(!made->ownFolder, "a folder that somebody chose may have other things in it");
  const QStringList words = takenApart(made->commandLine);
  QCOMPARE(words.mid(0, 5), QStringList({s(R"(\opt\lk\linekeeper.exe)"), s("service"), s("run"), s("--data-folder"),
                                         s(R"(\my data\lk)")}));
  const auto again = parseCommandLine(words.mid(1));
  QVERIFY2(again.ok(), "the program understands what it is started with");
  for (const char* option : {"set", "listen", "node-id"}) {
    QCOMPARE(again->options.value(s(option)), line->options.value(s(option)));
  }
  QVERIFY(!again->has(s("json")));
}

void ServicePlanTest::aPlanWithWrongSettingsIsRefused_data() {
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* options, const char* says) { QTest::newRow(options) << QByteArray(says); };
  row("--set node.keepalive=1s", "node.keepalive");
  row("--redis nowhere", "--redis");
  row("--node-id a/b", "a/b");
  row("--set node.listen=", "listener");
}

void ServicePlanTest::aPlanWithWrongSettingsIsRefused() {
  QFETCH(QByteArray, says);
  const auto made = plan(QTest::currentDataTag());
  QVERIFY(!made);
  QVERIFY2(
      made.error().code == Error::Code::Settings && made.error().text.find(says.toStdString()) != std::string::npos,
      made.error().text.c_str());
}

void ServicePlanTest::aProgramInAUsersFolderIsSaid() {
  const auto made = plan("", s("c:/users/ANN/Downloads/linekeeper.exe"));
  QVERIFY(made.ok());
  QCOMPARE(made->notes.size(), 1);
  QVERIFY(plan("", s("C:/Users/anna/linekeeper.exe"))->notes.isEmpty());
}

// Two of Windows' own, as its `sc showsid` prints them.
void ServicePlanTest::theSidOfAServiceIsWindows_data() {
  QTest::addColumn<QString>("sid");
  QTest::newRow("TrustedInstaller") << s("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");
  QTest::newRow("trustedinstaller") << s("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");
  QTest::newRow("WdiServiceHost") << s("S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420");
}

void ServicePlanTest::theSidOfAServiceIsWindows() {
  QFETCH(QString, sid);
  QCOMPARE(lk::app::serviceSid(s(QTest::currentDataTag())), sid);
}

void ServicePlanTest::theFolderIsTheServicesAlone() {
  const QString rights = lk::app::serviceFolderRights(s("TrustedInstaller"));
  QVERIFY2(rights.contains(s("D:PAI")), "nothing is inherited, as ordinary users may read what is in ProgramData");
  QCOMPARE(rights.count(u'('), 3);
  for (const char* who : {"(A;OICI;FA;;;SY)", "(A;OICI;FA;;;BA)", "(A;OICI;0x1301bf;;;S-1-5-80-956008885-"}) {
    QVERIFY2(rights.contains(s(who)), who);
  }
}

QTEST_GUILESS_MAIN(ServicePlanTest)
#include "tst_windows_service_plan.moc"
