// Changes of a real nginx before real nodes that are applied and stay, with devices connected.
#include <QDir>
#include <QTest>

#include "server/setup/areas.h"
#include "tests/cli/wire_device.h"
#include "tests/setup/nginx_change_test.h"
#include "tests/support/free_port.h"
#include "tests/support/ledger_fleet.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

class NginxChangeAppliedTest : public NginxChangeTest {
  Q_OBJECT

 private Q_SLOTS:
  void aNewNodeIsReachedAndNoDeviceIsDropped();
  void theFirstApplyLoadsTheModuleAndAddsAFile();
  void aFileOfAFolderThatIsIncludedWholeIsChangedThere();
  void whoElseHasAFileThatChangesIsSaid();
  void nothingToDoIsSaidAndDoesNothing();
  void theChecksHaveNothingToSayOfWhatWasApplied();
};

void NginxChangeAppliedTest::aNewNodeIsReachedAndNoDeviceIsDropped() {
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

void NginxChangeAppliedTest::theFirstApplyLoadsTheModuleAndAddsAFile() {
  QVERIFY(startNodes(1));
  const QByteArray bare = NginxStream::preamble().replace("load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n",
                                                          "# no module yet\n");
  QVERIFY(m_nginx->startWith([&](quint16) { return bare; }));
  Surroundings first = around(1);
  const quint16 port = freePort();
  first.settings.nginxListen = {"127.0.0.1:" + std::to_string(port)};
  const auto before = everything(folder());
  const auto plan = m_change.plan(NginxOperation::Apply, first, patience());
  QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
  QCOMPARE(outcome.node, std::string("n1"));
  QVERIFY2(text().startsWith("load_module "), text().constData());
  QVERIFY(text().contains("include " + folder().toUtf8()));
  WireDevice device;
  QVERIFY(device.join(port, "first"));

  const auto back = m_change.plan(NginxOperation::Rollback, first, patience());
  QVERIFY(back.ok());
  const auto undone = m_change.carryOut(*back, patience());
  QVERIFY2(undone.done, told(undone).constData());
  QVERIFY2(stepOf(undone, "probe")->end == NginxStep::End::Left, "without a door there is nothing to be probed");
  QCOMPARE(everything(folder()), before);
}

void NginxChangeAppliedTest::aFileOfAFolderThatIsIncludedWholeIsChangedThere() {
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

void NginxChangeAppliedTest::whoElseHasAFileThatChangesIsSaid() {
  QVERIFY(startNodes(1));
  QVERIFY(m_nginx->process().write(QStringLiteral("common.conf"), "proxy_timeout 20s;\n"));
  QVERIFY(m_nginx->startWith([&](quint16 port) {
    const QByteArray other = "server {\n listen 127.0.0.1:" + QByteArray::number(freePort()) +
                             ";\n proxy_pass 127.0.0.1:9;\n include common.conf;\n}\n}\n";
    return configuration(port, {}, "include common.conf;\n").chopped(2) + other;
  }));
  const auto placeOf = [&](qsizetype at) {
    return file() + QLatin1Char(':') + QString::number(text().left(at).count('\n') + 1);
  };
  const QByteArray include = "include common.conf;";
  const QString both = placeOf(text().indexOf(include)) + QStringLiteral(", ") + placeOf(text().lastIndexOf(include));
  const auto plan = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY(plan.ok() && plan->changes.size() == 2);
  QVERIFY2(says(plan->mind, ("common.conf is included in several places (" + both.toStdString() + ")").c_str()),
           qPrintable(both));
  QVERIFY(!says(plan->mind, "nginx.conf is included"));
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done, told(outcome).constData());
}

void NginxChangeAppliedTest::nothingToDoIsSaidAndDoesNothing() {
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

void NginxChangeAppliedTest::theChecksHaveNothingToSayOfWhatWasApplied() {
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

QTEST_GUILESS_MAIN(NginxChangeAppliedTest)
#include "tst_nginx_change_applied.moc"
