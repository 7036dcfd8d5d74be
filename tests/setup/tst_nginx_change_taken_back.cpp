// Changes of a real nginx before real nodes that are taken back, or stopped before anything is written.
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>
#include <QTcpServer>
#include <QTest>

#include "server/setup/nginx_test_tree.h"
#include "tests/cli/wire_device.h"
#include "tests/setup/nginx_change_test.h"
#include "tests/setup/other_owner.h"
#include "tests/support/free_port.h"
#include "tests/support/ledger_fleet.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

class NginxChangeTakenBackTest : public NginxChangeTest {
  Q_OBJECT

 private Q_SLOTS:
  void rollbackTakesBackTheLastApply();
  void filesStayWhoseTheyAre();
  void aDeadPortIsTakenBackWhenTheProbeFails();
  void aPortThatIsTakenIsTakenBackWhenNoWorkerComes();
  void anUnknownDirectiveElsewhereStopsItBeforeAnything();
  void aBraceThatIsMissingIsSaidInNginxWords();
  void aHostThatIsNotFoundStopsItOnTheCopy();
  void aFileThatChangesMeanwhileIsNotOverwritten();
  void copiesForTheTestAreAsPrivateAsTheirFiles();
};

void NginxChangeTakenBackTest::rollbackTakesBackTheLastApply() {
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

void NginxChangeTakenBackTest::filesStayWhoseTheyAre() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  const QByteArray path = file().toLocal8Bit();
  const OtherOwner owner;
  QVERIFY(owner.take(path.constData(), 0640));
  for (const auto operation : {NginxOperation::Apply, NginxOperation::Rollback}) {
    const QByteArray before = text();
    const auto plan = m_change.plan(operation, around(2), patience());
    QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text.c_str());
    const auto outcome = m_change.carryOut(*plan, patience());
    QVERIFY2(outcome.done, told(outcome).constData());
    QVERIFY(text() != before);
    QVERIFY(owner.has(path.constData(), 0640));
  }
}

void NginxChangeTakenBackTest::aDeadPortIsTakenBackWhenTheProbeFails() {
  QVERIFY(startNodes(2));
  QVERIFY(startNginx());
  LedgerFleet fleet({.devices = kDevices, .ports = {m_nginx->port()}});
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(60'000));
  const auto before = everything(folder());
  // As a bus says it whose nodes were all moved, and the one that is left has just died.
  Surroundings wrong = around(2);
  for (NodeFact& node : wrong.nodes) node.live = false;
  wrong.nodes.push_back({.id = "n9", .listen = {"127.0.0.1:" + std::to_string(freePort())}, .own = true});
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
  WireDevice late;
  QVERIFY(late.join(m_nginx->port(), "late"));
}

void NginxChangeTakenBackTest::aPortThatIsTakenIsTakenBackWhenNoWorkerComes() {
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
  WireDevice late;
  QVERIFY(late.join(m_nginx->port(), "late"));
}

void NginxChangeTakenBackTest::anUnknownDirectiveElsewhereStopsItBeforeAnything() {
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

void NginxChangeTakenBackTest::aBraceThatIsMissingIsSaidInNginxWords() {
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

void NginxChangeTakenBackTest::aHostThatIsNotFoundStopsItOnTheCopy() {
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

void NginxChangeTakenBackTest::aFileThatChangesMeanwhileIsNotOverwritten() {
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
void NginxChangeTakenBackTest::copiesForTheTestAreAsPrivateAsTheirFiles() {
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

QTEST_GUILESS_MAIN(NginxChangeTakenBackTest)
#include "tst_nginx_change_taken_back.moc"
