#include <QTest>
#include <deque>

#include "app/launcher_words.h"
#include "app/output.h"
#include "app/service_manager.h"
#include "app/windows_arguments.h"
#include "tests/cli/place.h"
#include "tests/cli/program.h"
#include "tests/unit/manual_clock.h"

using lk::Error;
using lk::Result;
using lk::app::parseCommandLine;
using lk::app::planService;
using lk::app::ServiceControl;
using lk::app::ServiceLife;
using lk::app::ServiceManager;
using lk::app::ServicePlan;
using lk::app::ServiceSeen;
using lk::app::ServiceState;
using lk::app::ServiceStatus;
using lk::app::ServiceSurroundings;
using lk::app::windowsCommandLine;
using lk::app::windowsQuoted;
using lk::test::ManualClock;
using namespace std::chrono_literals;

namespace {

QString s(const char* text) { return QString::fromUtf8(text); }

// How a C program on Windows takes its command line apart, from Microsoft's description of it: the first word is the
// program's and knows no backslashes; 2n backslashes before a quote are n of them, 2n+1 are n and a quote.
QStringList takenApart(const QString& line) {
  QStringList words;
  qsizetype i = 0;
  QString word;
  for (bool inQuotes = false; i < line.size() && (inQuotes || line[i] != u' '); ++i) {
    if (line[i] == u'"') {
      inQuotes = !inQuotes;
    } else {
      word += line[i];
    }
  }
  words += word;
  while (i < line.size()) {
    while (i < line.size() && (line[i] == u' ' || line[i] == u'\t')) ++i;
    if (i == line.size()) break;
    word.clear();
    bool inQuotes = false;
    while (i < line.size() && (inQuotes || (line[i] != u' ' && line[i] != u'\t'))) {
      qsizetype backslashes = 0;
      for (; i < line.size() && line[i] == u'\\'; ++i) ++backslashes;
      if (i < line.size() && line[i] == u'"') {
        word += QString(backslashes / 2, u'\\');
        if (backslashes % 2 == 1) {
          word += u'"';
        } else {
          inQuotes = !inQuotes;
        }
        ++i;
      } else {
        word += QString(backslashes, u'\\');
        if (backslashes == 0) word += line[i++];
      }
    }
    words += word;
  }
  return words;
}

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

// A Windows service, as far as it needs no Windows: what it is installed with, what its manager is told, and what the
// words of the verb wait for.
class ServiceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

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
  [[nodiscard]] Result<ServicePlan> plan(const char* options,
                                         const QString& program = s("C:/Program Files/LK/linekeeper.exe")) const;

  ServiceSurroundings m_around;
  FakeControl m_control;
  ManualClock m_clock;
  std::unique_ptr<ServiceManager> m_manager;
  std::chrono::milliseconds m_waited{0};
};

void ServiceTest::init() {
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

void ServiceTest::argumentsAreQuotedAsWindowsReadsThem_data() {
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

void ServiceTest::argumentsAreQuotedAsWindowsReadsThem() {
  QFETCH(QString, argument);
  QFETCH(QString, quoted);
  QCOMPARE(windowsQuoted(argument), quoted);
  const QStringList words = {argument, s("next"), argument};
  QCOMPARE(takenApart(windowsCommandLine(s(R"(C:\Program Files\a.exe)"), words)),
           QStringList{s(R"(C:\Program Files\a.exe)")} + words);
}

void ServiceTest::theProgramIsAlwaysQuoted() {
  QCOMPARE(windowsCommandLine(s(R"(C:\a.exe)"), {}), s(R"("C:\a.exe")"));
  QCOMPARE(windowsCommandLine(s(R"(C:\Program Files\a.exe)"), {s("x")}), s(R"("C:\Program Files\a.exe" x)"));
}

void ServiceTest::theLauncherPassesOnWhatWasWritten_data() {
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

void ServiceTest::theLauncherPassesOnWhatWasWritten() {
  QFETCH(QString, rest);
  const std::wstring line = s(QTest::currentDataTag()).toStdWString();
  QCOMPARE(QString::fromStdWString(std::wstring(lk::app::afterProgram(line))), rest);
}

Result<ServicePlan> ServiceTest::plan(const char* options, const QString& program) const {
  const auto line = parseCommandLine(QStringList{s("service"), s("install")} + lk::test::words(options));
  if (!line) return line.error();
  return planService(*line, {program, s("/nowhere/ProgramData"), s("C:/Users/ann")});
}

void ServiceTest::aPlanStartsTheProgramInItsFolder() {
  const auto made = plan("");
  QVERIFY2(made.ok(), made ? "" : made.error().text.c_str());
  QCOMPARE(made->dataFolder, s(R"(\nowhere\ProgramData\Linekeeper)"));
  QVERIFY(made->ownFolder);
  QCOMPARE(made->commandLine, s(R"("C:\Program Files\LK\linekeeper.exe" service run --data-folder )"
                                R"(\nowhere\ProgramData\Linekeeper)"));
  QCOMPARE(made->message, s(R"(C:\Program Files\LK\linekeeper.exe)"));
  QCOMPARE(made->notes, QStringList());
}

void ServiceTest::aPlanKeepsTheOptionsOfAStart() {
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

void ServiceTest::aPlanWithWrongSettingsIsRefused_data() {
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* options, const char* says) { QTest::newRow(options) << QByteArray(says); };
  row("--set node.keepalive=1s", "node.keepalive");
  row("--redis nowhere", "--redis");
  row("--node-id a/b", "a/b");
  row("--set node.listen=", "listener");
}

void ServiceTest::aPlanWithWrongSettingsIsRefused() {
  QFETCH(QByteArray, says);
  const auto made = plan(QTest::currentDataTag());
  QVERIFY(!made);
  QVERIFY2(
      made.error().code == Error::Code::Settings && made.error().text.find(says.toStdString()) != std::string::npos,
      made.error().text.c_str());
}

void ServiceTest::aProgramInAUsersFolderIsSaid() {
  const auto made = plan("", s("c:/users/ANN/Downloads/linekeeper.exe"));
  QVERIFY(made.ok());
  QCOMPARE(made->notes.size(), 1);
  QVERIFY(plan("", s("C:/Users/anna/linekeeper.exe"))->notes.isEmpty());
}

// Two of Windows' own, as its `sc showsid` prints them.
void ServiceTest::theSidOfAServiceIsWindows_data() {
  QTest::addColumn<QString>("sid");
  QTest::newRow("TrustedInstaller") << s("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");
  QTest::newRow("trustedinstaller") << s("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");
  QTest::newRow("WdiServiceHost") << s("S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420");
}

void ServiceTest::theSidOfAServiceIsWindows() {
  QFETCH(QString, sid);
  QCOMPARE(lk::app::serviceSid(s(QTest::currentDataTag())), sid);
}

void ServiceTest::theFolderIsTheServicesAlone() {
  const QString rights = lk::app::serviceFolderRights(s("TrustedInstaller"));
  QVERIFY2(rights.contains(s("D:PAI")), "nothing is inherited, as ordinary users may read what is in ProgramData");
  QCOMPARE(rights.count(u'('), 3);
  for (const char* who : {"(A;OICI;FA;;;SY)", "(A;OICI;FA;;;BA)", "(A;OICI;0x1301bf;;;S-1-5-80-956008885-"}) {
    QVERIFY2(rights.contains(s(who)), who);
  }
}

void ServiceTest::errorsSayWhatToDo_data() {
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

void ServiceTest::errorsSayWhatToDo() {
  QFETCH(quint32, error);
  QFETCH(int, exitCode);
  QFETCH(QByteArray, says);
  const Error said = lk::app::serviceError(s("start the service"), error);
  QVERIFY2(said.text.starts_with("cannot start the service: "), said.text.c_str());
  QVERIFY2(QByteArray::fromStdString(said.text).contains(says), said.text.c_str());
  QCOMPARE(lk::app::exitCodeOf(said), exitCode);
}

void ServiceTest::checkpointsRiseUntilItRuns() {
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

void ServiceTest::stoppingSaysSoUntilItHasDrained() {
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

void ServiceTest::nothingIsSaidAfterTheEnd() {
  ServiceLife life;
  QVERIFY(!life.tick() && !life.stopAsked() && !life.ended(0));
  (void)life.begin();
  const auto ended = life.ended(2);
  QVERIFY(ended && ended->state == ServiceState::Stopped);
  QCOMPARE(ended->exitCode, 2);
  QVERIFY(!life.tick() && !life.ready() && !life.stopAsked() && !life.ended(0));
}

void ServiceTest::aStopWhileItStartsIsTaken() {
  ServiceLife life;
  (void)life.begin();
  const auto asked = life.stopAsked();
  QVERIFY(asked && asked->state == ServiceState::Stopping);
  QVERIFY2(!life.ready(), "a service that stops does not say that it runs");
}

void ServiceTest::startWaitsUntilItRuns() {
  m_control.onStart = {{ServiceState::Starting, 1}, {ServiceState::Starting, 2}, {ServiceState::Running}};
  const auto seen = m_manager->start();
  QVERIFY(seen.ok());
  QCOMPARE(seen->state, ServiceState::Running);
  QVERIFY(m_waited > 0ms);
}

void ServiceTest::startOfARunningServiceIsGood() {
  m_control.steps = {{ServiceState::Running}};
  QVERIFY(m_manager->start().ok());
  QCOMPARE(m_control.asked, QStringList());
}

void ServiceTest::startWaitsForOneThatIsStopping() {
  m_control.steps = {{ServiceState::Stopping, 1}, {ServiceState::Stopping, 2}, {ServiceState::Stopped}};
  m_control.onStart = {{ServiceState::Running}};
  QVERIFY(m_manager->start().ok());
  QCOMPARE(m_control.asked, QStringList{s("start")});
}

void ServiceTest::startOfOneThatEndsSaysWithWhat() {
  m_control.onStart = {{ServiceState::Starting, 1}, {ServiceState::Stopped}};
  const auto seen = m_manager->start();
  QVERIFY(!seen);
  QVERIFY2(seen.error().text.find("exit code 2") != std::string::npos, seen.error().text.c_str());
  QCOMPARE(lk::app::exitCodeOf(seen.error()), 1);
}

void ServiceTest::startGivesUpOnOneThatStandsStill() {
  m_control.onStart = {{ServiceState::Starting, 1, 40s}};
  const auto seen = m_manager->start();
  QVERIFY(!seen);
  QCOMPARE(seen.error().code, Error::Code::Timeout);
  QVERIFY2(m_waited >= 40s && m_waited < 45s, "its own hint is waited for, and no more");
  QVERIFY2(seen.error().text.find("4711") != std::string::npos, seen.error().text.c_str());
}

void ServiceTest::startGoesOnWhileCheckpointsRise() {
  m_control.onStart.clear();
  for (std::uint32_t checkpoint = 1; checkpoint < 1000; ++checkpoint) {
    m_control.onStart.push_back({ServiceState::Starting, checkpoint});
  }
  m_control.onStart.push_back({ServiceState::Running});
  QVERIFY(m_manager->start().ok());
  QVERIFY2(m_waited > 120s, "the test is of a slow start");
}

void ServiceTest::stopWaitsUntilItHasDrained() {
  m_control.steps = {{ServiceState::Running}};
  m_control.onStop = {{ServiceState::Running}, {ServiceState::Stopping, 1}, {ServiceState::Stopping, 2}, {}};
  const auto seen = m_manager->stop();
  QVERIFY(seen.ok());
  QCOMPARE(seen->state, ServiceState::Stopped);
  QCOMPARE(m_control.asked, QStringList{s("stop")});
}

void ServiceTest::stopOfAStoppedServiceIsGood() {
  QVERIFY(m_manager->stop().ok());
  QCOMPARE(m_control.asked, QStringList());
}

void ServiceTest::stopOfOneThatEndsMeanwhileIsGood() {
  m_control.steps = {{ServiceState::Running}, {ServiceState::Stopped}};
  m_control.stopAnswer = lk::app::serviceError(s("stop the service"), 1062);
  const auto seen = m_manager->stop();
  QVERIFY2(seen.ok(), seen ? "" : seen.error().text.c_str());
  QCOMPARE(seen->state, ServiceState::Stopped);
}

void ServiceTest::stopGivesUpOnOneThatDoesNotListen() {
  m_control.steps = {{ServiceState::Running}};
  const auto seen = m_manager->stop();
  QVERIFY(!seen);
  QCOMPARE(seen.error().code, Error::Code::Timeout);
}

void ServiceTest::removeStopsFirst() {
  m_control.steps = {{ServiceState::Running}};
  m_control.onStop = {{ServiceState::Stopping, 1}, {}};
  QVERIFY(m_manager->remove().ok());
  QCOMPARE(m_control.asked, QStringList({s("stop"), s("erase")}));
}

void ServiceTest::nothingIsRemovedThatCannotBeStopped() {
  m_control.steps = {{ServiceState::Running}};
  m_control.stopAnswer = lk::app::serviceError(s("stop the service"), 5);
  const auto removed = m_manager->remove();
  QVERIFY(!removed);
  QCOMPARE(removed.error().code, Error::Code::NotPermitted);
  QCOMPARE(m_control.asked, QStringList{s("stop")});
}

void ServiceTest::whereThereIsNoServiceEachWordSaysSo() {
  m_control.gone = true;
  for (const Error& error : {m_manager->start().error(), m_manager->stop().error(), m_manager->remove().error(),
                             m_manager->status().error()}) {
    QCOMPARE(error.code, Error::Code::NotFound);
    QVERIFY2(error.text.find("linekeeper service install") != std::string::npos, error.text.c_str());
  }
  QCOMPARE(m_control.asked, QStringList());
}

QTEST_GUILESS_MAIN(ServiceTest)
#include "tst_windows_service.moc"
