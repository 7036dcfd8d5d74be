// Changes of a real nginx before real nodes, with devices connected: applied, reloaded, taken back.
#include <QDir>
#include <QJsonArray>
#include <QTcpServer>
#include <QTest>
#include <algorithm>

#include "server/setup/areas.h"
#include "server/setup/local_system.h"
#include "server/setup/nginx_change.h"
#include "server/setup/nginx_test_tree.h"
#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"
#include "tests/support/free_port.h"
#include "tests/support/ledger_fleet.h"
#include "tests/support/nginx_stream.h"

using namespace lk;
using namespace lk::setup;
using namespace std::chrono_literals;
using lk::test::LedgerFleet;
using lk::test::NginxStream;
using lk::test::Outcome;
using lk::test::Place;
using lk::test::RunningNode;

namespace {

constexpr int kDevices = 1'000;

// Everything of a folder: what "nothing was touched" means. The log and the pid file are nginx's own.
QMap<QString, QByteArray> everything(const QString& folder) {
  QMap<QString, QByteArray> all;
  const QDir dir(folder);
  for (const QString& name : dir.entryList(QDir::Files | QDir::Hidden)) {
    if (name == QLatin1StringView("log") || name == QLatin1StringView("nginx.pid")) continue;
    QFile file(dir.filePath(name));
    if (file.open(QIODevice::ReadOnly)) all[name] = file.readAll();
  }
  return all;
}

QByteArray told(const NginxOutcome& outcome) {
  QByteArray all;
  for (const NginxStep& step : outcome.steps) {
    all += QByteArray::fromStdString(std::string(toText(step.end)) + " " + step.id + ": " + step.what.plain() + " | " +
                                     step.evidence + "\n");
  }
  return all;
}

const NginxStep* stepOf(const NginxOutcome& outcome, const char* id) {
  const auto found = std::ranges::find(outcome.steps, id, &NginxStep::id);
  return found == outcome.steps.end() ? nullptr : &*found;
}

bool says(const std::vector<Text>& texts, const char* part) {
  return std::ranges::any_of(texts, [&](const Text& text) { return text.plain().find(part) != std::string::npos; });
}

}  // namespace

class NginxChangeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void aNewNodeIsReachedAndNoDeviceIsDropped();
  void rollbackTakesBackTheLastApply();
  void aDeadPortIsTakenBackWhenTheProbeFails();
  void aPortThatIsTakenIsTakenBackWhenNoWorkerComes();
  void anUnknownDirectiveElsewhereStopsItBeforeAnything();
  void aBraceThatIsMissingIsSaidInNginxWords();
  void aHostThatIsNotFoundStopsItOnTheCopy();
  void aFileThatChangesMeanwhileIsNotOverwritten();
  void copiesForTheTestAreAsPrivateAsTheirFiles();
  void theFirstApplyLoadsTheModuleAndAddsAFile();
  void aFileOfAFolderThatIsIncludedWholeIsChangedThere();
  void nothingToDoIsSaidAndDoesNothing();
  void theChecksHaveNothingToSayOfWhatWasApplied();
  void reloadSaysWhatWorkerShutdownTimeoutDoes();
  void theProbeSpeaksProxyProtocolWhereNginxWantsIt();
  void withoutAMasterItSaysHowToStartOne();
  void stopSaysHowManyDevicesAreCut();
  void whatIsBrokenCanBeStopped();
  void theVerbDoesItAll();

 private:
  bool startNodes(int count);
  bool startNginx(const QByteArray& more = {}, const QByteArray& serverMore = {});
  [[nodiscard]] QByteArray configuration(quint16 port, const QByteArray& more, const QByteArray& serverMore) const;
  [[nodiscard]] Surroundings around(int nodes) const;
  [[nodiscard]] QString folder() const { return m_nginx->process().path({}); }
  [[nodiscard]] QString file() const { return m_nginx->process().path(QStringLiteral("nginx.conf")); }
  [[nodiscard]] QByteArray text() const { return lk::test::contents(file()); }
  bool put(const QByteArray& text) const { return m_nginx->process().write(QStringLiteral("nginx.conf"), text); }
  [[nodiscard]] Outcome verb(const QStringList& words) const;
  [[nodiscard]] Patience patience() const { return Patience(m_clock, 60s); }

  const SystemClock m_clock;
  LocalSystem m_system;
  NginxChange m_change{m_system, m_clock};
  std::unique_ptr<Place> m_place;
  std::vector<std::unique_ptr<RunningNode>> m_nodes;
  std::unique_ptr<NginxStream> m_nginx;
};

void NginxChangeTest::init() {
  m_place = std::make_unique<Place>();
  m_nginx = std::make_unique<NginxStream>();
}

void NginxChangeTest::cleanup() {
  m_nginx.reset();
  m_nodes.clear();
  m_place.reset();
}

bool NginxChangeTest::startNodes(int count) {
  for (int i = 0; i < count; ++i) {
    m_nodes.push_back(std::make_unique<RunningNode>());
    if (!m_nodes.back()->start(*m_place, QStringLiteral("n%1").arg(m_nodes.size()))) return false;
  }
  return true;
}

QByteArray NginxChangeTest::configuration(quint16 port, const QByteArray& more, const QByteArray& serverMore) const {
  QByteArray text =
      NginxStream::preamble() + more + "stream {\n    upstream nodes {\n" + "        hash $remote_addr consistent;\n";
  for (const auto& node : m_nodes) text += "        server " + node->listen().toUtf8() + ";\n";
  return text + "    }\n    server {\n        listen 127.0.0.1:" + QByteArray::number(port) +
         " backlog=4096;\n        proxy_pass nodes;\n" + serverMore + "    }\n}\n";
}

bool NginxChangeTest::startNginx(const QByteArray& more, const QByteArray& serverMore) {
  return m_nginx->startWith([&](quint16 port) { return configuration(port, more, serverMore); });
}

Surroundings NginxChangeTest::around(int nodes) const {
  Surroundings around;
  around.settings.nginxConfig = file().toStdString();
  around.wholeCluster = true;
  for (int i = 0; i < nodes; ++i) {
    const RunningNode& node = *m_nodes[static_cast<std::size_t>(i)];
    around.nodes.push_back({.id = "n" + std::to_string(i + 1),
                            .host = {},
                            .listen = {node.listen().toStdString()},
                            .own = true,
                            .sessions = 7});
  }
  return around;
}

Outcome NginxChangeTest::verb(const QStringList& words) const {
  return lk::test::run(*m_place, QStringList{QStringLiteral("nginx")} + words +
                                     QStringList{QStringLiteral("--set"), QStringLiteral("nginx.config=") + file()});
}

void NginxChangeTest::aNewNodeIsReachedAndNoDeviceIsDropped() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  LedgerFleet fleet({.devices = kDevices, .ports = {m_nginx->port()}});
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(60'000));
  const QByteArray before = text();

  QVERIFY(startNodes(1));
  Surroundings known = around(3);
  known.peers = {{"127.0.0.1", 995}, {"203.0.113.7", 5}};
  const auto plan = m_change.plan(NginxOperation::Apply, known, patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  QCOMPARE(text(), before);  // so far it was only described
  QVERIFY(says(plan->mind, "Of 5 devices connected now"));
  QVERIFY(says(plan->mind, "995 devices are seen with this machine's own address"));
  QVERIFY(says(plan->will, "Keep a backup"));
  QVERIFY(says(plan->will, "Reload nginx with"));
  QVERIFY(says(plan->mind, "No device is dropped"));
  QVERIFY(plan->diff.find("+        server " + m_nodes[2]->listen().toStdString()) != std::string::npos);

  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done && !outcome.rolledBack, told(outcome).constData());
  QVERIFY(QByteArrayList({"n1", "n2", "n3"}).contains(QByteArray::fromStdString(outcome.node)));
  QCOMPARE(fleet.lost(), 0);
  QCOMPARE(fleet.connected(), kDevices);

  LedgerFleet newcomers({.devices = 300, .prefix = "new-", .ports = {m_nginx->port()}});
  newcomers.start();
  QVERIFY(newcomers.waitUntilConnected(30'000));
  QVERIFY(newcomers.perNode({"n3"})[0] > 0);
  QCOMPARE(fleet.perNode({"n3"})[0], 0);
  // Those that were there before are served still.
  fleet.report(2'000);
  QTRY_VERIFY_WITH_TIMEOUT(fleet.reportsAcked() > 2'000, 30'000);
  QCOMPARE(fleet.lost(), 0);
  QCOMPARE(fleet.connected(), kDevices);
  qInfo("%d of %d devices stayed; %lld of 300 newcomers are at the new node", fleet.connected(), kDevices,
        static_cast<long long>(newcomers.perNode({"n3"})[0]));
}

void NginxChangeTest::rollbackTakesBackTheLastApply() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  const auto before = everything(folder());
  QVERIFY(startNodes(1));
  LedgerFleet fleet({.devices = 100, .ports = {m_nginx->port()}});
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(30'000));
  const auto apply = m_change.plan(NginxOperation::Apply, around(3), patience());
  QVERIFY(apply.ok() && m_change.carryOut(*apply, patience()).done);
  QVERIFY(everything(folder()) != before);

  const auto back = m_change.plan(NginxOperation::Rollback, around(3), patience());
  QVERIFY2(back.ok(), back.ok() ? "" : back.error().text.c_str());
  QVERIFY(says(back->will, "Restore"));
  const auto outcome = m_change.carryOut(*back, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  QCOMPARE(everything(folder()), before);
  QCOMPARE(fleet.lost(), 0);
  const auto again = m_change.plan(NginxOperation::Rollback, around(3), patience());
  QVERIFY2(!again.ok() && again.error().text.find("no backup") != std::string::npos, "it is used up");
}

void NginxChangeTest::aDeadPortIsTakenBackWhenTheProbeFails() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  LedgerFleet fleet({.devices = kDevices, .ports = {m_nginx->port()}});
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(60'000));
  const auto before = everything(folder());
  // As a bus says it whose nodes were all moved, and the one that is left has just died.
  Surroundings wrong = around(2);
  for (NodeFact& node : wrong.nodes) node.live = false;
  wrong.nodes.push_back({.id = "n9", .listen = {"127.0.0.1:" + std::to_string(lk::test::freePort())}, .own = true});
  const auto plan = m_change.plan(NginxOperation::Apply, wrong, patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(!outcome.done && outcome.rolledBack, told(outcome).constData());
  QCOMPARE(stepOf(outcome, "workers")->end, NginxStep::End::Good);
  QCOMPARE(stepOf(outcome, "probe")->end, NginxStep::End::Failed);
  QVERIFY(stepOf(outcome, "restore"));
  QCOMPARE(outcome.steps.back().id, std::string("probe"));
  QVERIFY2(outcome.steps.back().end == NginxStep::End::Good, told(outcome).constData());
  QCOMPARE(everything(folder()), before);
  QCOMPARE(fleet.lost(), 0);
  QCOMPARE(fleet.connected(), kDevices);
  lk::test::WireDevice late;
  QVERIFY(late.join(m_nginx->port(), "late"));
}

void NginxChangeTest::aPortThatIsTakenIsTakenBackWhenNoWorkerComes() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx());
  const auto before = everything(folder());
  QTcpServer other;
  QVERIFY(other.listen(QHostAddress::LocalHost));
  Surroundings wrong = around(1);
  wrong.settings.nginxListen = {"127.0.0.1:" + std::to_string(other.serverPort())};
  const auto plan = m_change.plan(NginxOperation::Apply, wrong, patience());
  QVERIFY(plan.ok());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(!outcome.done && outcome.rolledBack, told(outcome).constData());
  const NginxStep* workers = stepOf(outcome, "workers");
  QVERIFY(workers && workers->end == NginxStep::End::Failed);
  QVERIFY2(workers->evidence.find("Address already in use") != std::string::npos, told(outcome).constData());
  QCOMPARE(everything(folder()), before);
  lk::test::WireDevice late;
  QVERIFY(late.join(m_nginx->port(), "late"));
}

void NginxChangeTest::anUnknownDirectiveElsewhereStopsItBeforeAnything() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  QVERIFY(m_nginx->process().write(QStringLiteral("http.conf"), "http {\n    nonsense on;\n}\n"));
  QVERIFY(put(text() + "include http.conf;\n"));
  const auto before = everything(folder());
  const auto plan = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY(!outcome.done && !outcome.rolledBack);
  QCOMPARE(outcome.steps.size(), std::size_t{1});
  QCOMPARE(outcome.steps[0].id, std::string("test-in-use"));
  QVERIFY2(outcome.steps[0].evidence.find("unknown directive \"nonsense\" in ") != std::string::npos &&
               outcome.steps[0].evidence.find("http.conf:2") != std::string::npos,
           told(outcome).constData());
  QCOMPARE(everything(folder()), before);
}

void NginxChangeTest::aBraceThatIsMissingIsSaidInNginxWords() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx());
  QVERIFY(put(text() + "http {\n"));
  const auto before = everything(folder());
  const auto plan = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY(!plan.ok());
  QVERIFY2(plan.error().text.find("unexpected end of file, expecting \"}\"") != std::string::npos &&
               plan.error().text.find("[emerg]") != std::string::npos,
           plan.error().text.c_str());
  QCOMPARE(everything(folder()), before);
}

void NginxChangeTest::aHostThatIsNotFoundStopsItOnTheCopy() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx());
  const auto before = everything(folder());
  Surroundings wrong = around(1);
  wrong.nodes.push_back({.id = "n2", .host = "no-such-host.invalid", .listen = {"0.0.0.0:7600"}});
  const auto plan = m_change.plan(NginxOperation::Apply, wrong, patience());
  QVERIFY(plan.ok());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY(!outcome.done && !outcome.rolledBack);
  const NginxStep& last = outcome.steps.back();
  QCOMPARE(last.id, std::string("test-changed"));
  QVERIFY2(last.evidence.find("host not found in upstream \"no-such-host.invalid:7600\" in " + file().toStdString()) !=
               std::string::npos,
           told(outcome).constData());
  QCOMPARE(everything(folder()), before);
}

void NginxChangeTest::aFileThatChangesMeanwhileIsNotOverwritten() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  const auto plan = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY(plan.ok() && !plan->changes.empty());
  QVERIFY(put(text() + "# somebody else was here\n"));
  const auto before = everything(folder());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY(!outcome.done);
  QVERIFY2(outcome.steps.back().what.plain().find("changed by somebody else") != std::string::npos,
           told(outcome).constData());
  QCOMPARE(everything(folder()), before);
}

// An nginx that says who may read what it is to test.
void NginxChangeTest::copiesForTheTestAreAsPrivateAsTheirFiles() {
  const std::string main = m_place->write(QStringLiteral("nginx.conf"), "events { }\n").toStdString();
  const QString looks = m_place->write(QStringLiteral("looks"), "#!/bin/sh\nstat -c %a \"$2\" >&2\n");
  QVERIFY(QFile::setPermissions(looks, QFile::permissions(looks) | QFileDevice::ExeOwner));
  QVERIFY(QFile::setPermissions(QString::fromStdString(main), QFileDevice::ReadOwner | QFileDevice::WriteOwner));
  NginxInstance nginx;
  nginx.program = looks.toStdString();
  nginx.configFile = main;
  const auto verdict =
      testChanged(m_system, nginx, {{main, "events { }\n", "events { }\nhttp { }\n"}}, "stamp", patience());
  QVERIFY2(verdict.ok(), verdict.ok() ? "" : verdict.error().text.c_str());
  QCOMPARE(QByteArray::fromStdString(verdict->words), QByteArray("600"));
}

void NginxChangeTest::theFirstApplyLoadsTheModuleAndAddsAFile() {
  QVERIFY(startNodes(1));
  const QByteArray bare = NginxStream::preamble().replace("load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n",
                                                          "# no module yet\n");
  QVERIFY(m_nginx->startWith([&](quint16) { return bare; }));
  Surroundings first = around(1);
  const quint16 port = lk::test::freePort();
  first.settings.nginxListen = {"127.0.0.1:" + std::to_string(port)};
  const auto before = everything(folder());
  const auto plan = m_change.plan(NginxOperation::Apply, first, patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  QCOMPARE(outcome.node, std::string("n1"));
  QVERIFY2(text().startsWith("load_module "), text().constData());
  QVERIFY(text().contains("include " + folder().toUtf8()));
  lk::test::WireDevice device;
  QVERIFY(device.join(port, "first"));

  const auto back = m_change.plan(NginxOperation::Rollback, first, patience());
  QVERIFY(back.ok());
  const auto undone = m_change.carryOut(*back, patience());
  QVERIFY2(undone.done, told(undone).constData());
  QVERIFY2(stepOf(undone, "probe")->end == NginxStep::End::Left, "without a door there is nothing to be probed");
  QCOMPARE(everything(folder()), before);
}

void NginxChangeTest::aFileOfAFolderThatIsIncludedWholeIsChangedThere() {
  QVERIFY(startNodes(2));
  QVERIFY(QDir(folder()).mkdir(QStringLiteral("streams")));
  const auto inStreams = [&](const char* name) { return QStringLiteral("streams/") + QString::fromUtf8(name); };
  QVERIFY(m_nginx->startWith([&](quint16 port) {
    const QByteArray whole = configuration(port, {}, {});
    const qsizetype block = whole.indexOf("    upstream");
    const bool written = m_nginx->process().write(inStreams("devices"), whole.mid(block).chopped(2)) &&
                         m_nginx->process().write(inStreams("other"), "# nothing yet\n");
    return written ? whole.left(block) + "    include streams/*;\n}\n" : QByteArray();
  }));
  const auto before = everything(folder());
  const auto beforeStreams = everything(folder() + QStringLiteral("streams"));
  const auto plan = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  // A backup in there would be read as a part of the configuration.
  const auto streams = everything(folder() + QStringLiteral("streams"));
  QCOMPARE(streams.keys(), beforeStreams.keys());
  QVERIFY(!streams[QStringLiteral("devices")].contains(m_nodes[1]->listen().toUtf8()));
  QCOMPARE(text(), before[QStringLiteral("nginx.conf")]);
  const auto back = m_change.plan(NginxOperation::Rollback, around(1), patience());
  QVERIFY(back.ok() && m_change.carryOut(*back, patience()).done);
  QCOMPARE(everything(folder() + QStringLiteral("streams")), beforeStreams);
  QCOMPARE(everything(folder()), before);
}

void NginxChangeTest::theChecksHaveNothingToSayOfWhatWasApplied() {
  QVERIFY(startNodes(3));
  QVERIFY(m_nginx->startWith([&](quint16 port) {
    return NginxStream::preamble() + "stream {\n  upstream nodes {\n    least_conn;\n    server " +
           m_nodes[0]->listen().toUtf8() +
           ";\n    server 127.0.0.1:1;\n  }\n  server {\n    listen 127.0.0.1:" + QByteArray::number(port) +
           ";\n    proxy_timeout 20s;\n    proxy_pass nodes;\n  }\n}\n";
  }));
  // Of the block: the room that nginx has, and how long old workers may stay, is not its matter.
  const auto complaints = [&] {
    QStringList ids;
    const Checks checks = nginxChecks();
    for (const auto& check : checks) {
      if (check->id() == "nginx.capacity" || check->id() == "nginx.reload") continue;
      for (const Finding& finding : check->run(m_system, around(3), patience())) {
        if (finding.grade >= Grade::Warning) ids.push_back(QString::fromStdString(finding.id));
      }
    }
    return ids;
  };
  QVERIFY2(complaints().size() >= 4, qPrintable(complaints().join(QLatin1Char(' '))));
  const auto plan = m_change.plan(NginxOperation::Apply, around(3), patience());
  QVERIFY(plan.ok());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  const QStringList left = complaints();
  QVERIFY2(left.isEmpty(), qPrintable(left.join(QLatin1Char(' '))));
}

void NginxChangeTest::nothingToDoIsSaidAndDoesNothing() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  auto plan = m_change.plan(NginxOperation::Apply, around(2), patience());
  QVERIFY(plan.ok() && m_change.carryOut(*plan, patience()).done);
  const auto before = everything(folder());
  const auto workers = m_nginx->workersStarted();
  plan = m_change.plan(NginxOperation::Apply, around(2), patience());
  QVERIFY(plan.ok() && plan->nothingToDo());
  QVERIFY(m_change.carryOut(*plan, patience()).done);
  QCOMPARE(everything(folder()), before);
  QCOMPARE(m_nginx->workersStarted(), workers);
}

void NginxChangeTest::reloadSaysWhatWorkerShutdownTimeoutDoes() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx("worker_shutdown_timeout 1h;\n"));
  lk::test::WireDevice device;
  QVERIFY(device.join(m_nginx->port(), "dev-1"));
  const auto plan = m_change.plan(NginxOperation::Reload, around(1), patience());
  QVERIFY(plan.ok());
  QVERIFY(says(plan->mind, "worker_shutdown_timeout is 1h"));
  QVERIFY(!says(plan->mind, "No device is dropped"));
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  QCOMPARE(outcome.node, std::string("n1"));
  QVERIFY(stepOf(outcome, "workers")->what.plain().find("1 old") != std::string::npos);
  QVERIFY(says(m_change.plan(NginxOperation::Reload, around(1), patience())->mind, "1 workers of earlier reloads"));
}

void NginxChangeTest::theProbeSpeaksProxyProtocolWhereNginxWantsIt() {
  QVERIFY(startNodes(1));
  QVERIFY(m_nginx->startWith(
      [&](quint16 port) { return configuration(port, {}, {}).replace(" backlog=4096;", " proxy_protocol;"); }));
  const auto plan = m_change.plan(NginxOperation::Reload, around(1), patience());
  QVERIFY(plan.ok());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done && outcome.node == "n1", told(outcome).constData());
}

void NginxChangeTest::withoutAMasterItSaysHowToStartOne() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx());
  m_nginx->stop();
  const auto reload = m_change.plan(NginxOperation::Reload, around(1), patience());
  QVERIFY(!reload.ok() && reload.error().text.find("start it with: ") != std::string::npos);
  const auto plan = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  QVERIFY(says(plan->will, "nginx does not run"));
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  QVERIFY(text().contains("so_keepalive=on"));
}

void NginxChangeTest::stopSaysHowManyDevicesAreCut() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  const auto plan = m_change.plan(NginxOperation::Stop, around(2), patience());
  QVERIFY(plan.ok());
  QVERIFY(says(plan->mind, "14 devices"));
  QVERIFY(m_nginx->process().runs());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  QTRY_VERIFY(!m_nginx->process().runs());
}

void NginxChangeTest::whatIsBrokenCanBeStopped() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx());
  QVERIFY(put(text() + "nonsense {\n"));
  const auto plan = m_change.plan(NginxOperation::Stop, around(1), patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  QVERIFY(says(plan->will, "kill -TERM"));
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  QTRY_VERIFY(!m_nginx->process().runs());
}

void NginxChangeTest::theVerbDoesItAll() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  QVERIFY(startNodes(1));
  const auto before = everything(folder());
  const auto object = [](const Outcome& outcome) { return outcome.json() ? outcome.json()->object() : QJsonObject(); };
  const auto word = [](const char* text) { return QString::fromUtf8(text); };
  const QString json = word("--json");

  const Outcome render = verb({word("render")});
  QVERIFY2(render.code == 0 && render.out.startsWith("stream {\n"), render.said().constData());
  for (const auto& node : m_nodes) QVERIFY2(render.out.contains(node->listen().toUtf8()), render.said().constData());
  const Outcome diff = verb({word("diff")});
  QVERIFY2(diff.code == 1 && diff.out.contains("+        server " + m_nodes[2]->listen().toUtf8()),
           diff.said().constData());
  const Outcome test = verb({word("test"), json});
  QVERIFY2(test.code == 0 && object(test)[QLatin1StringView("done")].toBool(), test.said().constData());
  const Outcome dry = verb({word("apply"), word("--dry-run")});
  QVERIFY2(dry.code == 0 && dry.out.contains("will   Reload nginx"), dry.said().constData());
  QCOMPARE(everything(folder()), before);

  lk::test::WireDevice device;
  QVERIFY(device.join(m_nginx->port(), "dev-1"));
  const Outcome apply = verb({word("apply"), json});
  QVERIFY2(apply.code == 0 && object(apply)[QLatin1StringView("changed")].toBool(), apply.said().constData());
  QVERIFY(!object(apply)[QLatin1StringView("node")].toString().isEmpty());
  QCOMPARE(verb({word("diff")}).code, 0);

  // The device came from 127.0.0.1 before; a new one from there comes to the node that is named.
  const Outcome pick = verb({word("pick"), word("127.0.0.1"), json});
  QVERIFY2(pick.code == 0, pick.said().constData());
  lk::test::WireDevice next;
  QVERIFY(next.join(m_nginx->port(), "dev-2"));
  const auto welcome = QJsonDocument::fromJson(next.last(lk::test::kWelcome)->payload);
  QCOMPARE(object(pick)[QLatin1StringView("node")].toString(), welcome[QLatin1StringView("node")].toString());
  const Outcome share = verb({word("share"), json});
  QVERIFY2(share.code == 0 && object(share)[QLatin1StringView("servers")].toArray().size() == 3,
           share.said().constData());
  QCOMPARE(verb({word("share")}).code, 0);

  const Outcome back = verb({word("rollback")});
  QVERIFY2(back.code == 0 && back.out.contains("will   Restore") && back.out.endsWith("done\n"),
           back.said().constData());
  QCOMPARE(everything(folder()), before);
  QCOMPARE(verb({word("reload"), json}).code, 0);
  const Outcome stop = verb({word("stop")});
  QVERIFY2(stop.code == 0 && stop.out.contains("mind   Every connection"), stop.said().constData());
  QTRY_VERIFY(!m_nginx->process().runs());
  QCOMPARE(verb({word("reload")}).code, 3);

  for (const char* wrong : {"", "renders", "pick", "pick nowhere", "apply twice"}) {
    const Outcome outcome = lk::test::run(*m_place, QStringList{word("nginx")} + lk::test::words(wrong));
    QVERIFY2(outcome.code == 2 && outcome.err.contains("linekeeper nginx --help"), outcome.said().constData());
  }
}

QTEST_GUILESS_MAIN(NginxChangeTest)
#include "tst_nginx_change.moc"
