// A real nginx before real nodes is reloaded and stopped, and the verb `nginx` does all of it.
#include <unistd.h>

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <algorithm>

#include "server/setup/areas.h"
#include "tests/cli/program.h"
#include "tests/cli/wire_device.h"
#include "tests/setup/nginx_change_test.h"
#include "tests/support/free_port.h"

using namespace lk;
using namespace lk::setup;
using namespace lk::test;

class NginxChangeReloadTest : public NginxChangeTest {
  Q_OBJECT

 private Q_SLOTS:
  void reloadSaysWhatWorkerShutdownTimeoutDoes();
  void theProbeSpeaksProxyProtocolWhereNginxWantsIt();
  void withoutAMasterItSaysHowToStartOne();
  void stopSaysHowManyDevicesAreCut();
  void whatIsBrokenCanBeStopped();
  void whatWasWrittenAndNeverLoadedIsLoaded();
  void whereNoNodeAnswersTheFilesAreLoadedOnceMore();
  void oneWithFilesOfItsOwnIsLeftAlone();
  void theVerbDoesItAll();

 private:
  [[nodiscard]] Outcome verb(const QStringList& words) const;
};

Outcome NginxChangeReloadTest::verb(const QStringList& words) const {
  return run(*m_place, QStringList{QStringLiteral("nginx")} + words +
                           QStringList{QStringLiteral("--set"), QStringLiteral("nginx.config=") + file()});
}

void NginxChangeReloadTest::reloadSaysWhatWorkerShutdownTimeoutDoes() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx("worker_shutdown_timeout 1h;\n"));
  WireDevice device;
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

void NginxChangeReloadTest::theProbeSpeaksProxyProtocolWhereNginxWantsIt() {
  QVERIFY(startNodes(1));
  QVERIFY(m_nginx->startWith(
      [&](quint16 port) { return configuration(port, {}, {}).replace(" backlog=4096;", " proxy_protocol;"); }));
  const auto plan = m_change.plan(NginxOperation::Reload, around(1), patience());
  QVERIFY(plan.ok());
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done && outcome.node == "n1", told(outcome).constData());
}

void NginxChangeReloadTest::withoutAMasterItSaysHowToStartOne() {
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

void NginxChangeReloadTest::stopSaysHowManyDevicesAreCut() {
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

void NginxChangeReloadTest::whatIsBrokenCanBeStopped() {
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

// As an apply leaves it that is killed before it reloads.
void NginxChangeReloadTest::whatWasWrittenAndNeverLoadedIsLoaded() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx());
  QVERIFY(startNodes(1));
  const auto killed = m_change.plan(NginxOperation::Apply, around(2), patience());
  QVERIFY(killed.ok() && killed->changes.size() == 1);
  QTest::qWait(3'500);  // younger workers than that may have read what is written now
  QVERIFY(put(QByteArray::fromStdString(*killed->changes[0].after)));

  const Checks checks = nginxChecks();
  const auto complains = [&] {
    return std::ranges::any_of(checks, [&](const auto& check) {
      return std::ranges::any_of(check->run(m_system, around(2), patience()),
                                 [](const Finding& finding) { return finding.id == "nginx.not-reloaded"; });
    });
  };
  QVERIFY(complains());
  const Outcome diff = verb({QStringLiteral("diff")});
  QVERIFY2(diff.code == 0 && diff.out.contains("may not have read " + file().toUtf8()), diff.said().constData());
  const auto plan = m_change.plan(NginxOperation::Apply, around(2), patience());
  QVERIFY(plan.ok() && plan->changes.empty() && !plan->nothingToDo());
  QVERIFY(says(plan->mind, "nginx may run with an older configuration"));
  QVERIFY(says(plan->will, "Reload nginx with"));
  const auto workers = m_nginx->workersStarted();
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done && stepOf(outcome, "not-loaded"), told(outcome).constData());
  QVERIFY2(stepOf(outcome, "probe")->end == NginxStep::End::Good, told(outcome).constData());
  QVERIFY(m_nginx->workersStarted() > workers);
  QVERIFY(!complains());
  QVERIFY(m_change.plan(NginxOperation::Apply, around(2), patience())->nothingToDo());
}

void NginxChangeReloadTest::whereNoNodeAnswersTheFilesAreLoadedOnceMore() {
  QVERIFY(startNodes(1));
  QVERIFY(startNginx());
  const auto first = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY(first.ok() && m_change.carryOut(*first, patience()).done);
  // Another port, in a file that was put there with the time it had elsewhere.
  const QByteArray port = QByteArray::number(m_nginx->port());
  QVERIFY(put(text().replace("127.0.0.1:" + port, "127.0.0.1:" + QByteArray::number(freePort()))));
  QFile written(file());
  QVERIFY(written.open(QIODevice::ReadWrite));
  QVERIFY(written.setFileTime(QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
  written.close();

  const auto plan = m_change.plan(NginxOperation::Apply, around(1), patience());
  QVERIFY(plan.ok() && plan->nothingToDo());
  QVERIFY(says(plan->will, "If no node answers, reload nginx with"));
  const auto outcome = m_change.carryOut(*plan, patience());
  QVERIFY2(outcome.done && outcome.node == "n1", told(outcome).constData());
  QCOMPARE(stepOf(outcome, "probe")->end, NginxStep::End::Left);
  QVERIFY(stepOf(outcome, "not-loaded"));
  QCOMPARE(outcome.steps.back().id, std::string("probe"));
  QCOMPARE(outcome.steps.back().end, NginxStep::End::Good);
  // Nor then: nothing more can be done, and it is said.
  m_nodes.clear();
  const auto none = m_change.carryOut(*plan, patience());
  QVERIFY2(!none.done && !none.rolledBack, told(none).constData());
}

// As in a container: with mounts and processes of its own.
void NginxChangeReloadTest::oneWithFilesOfItsOwnIsLeftAlone() {
  QVERIFY(startNodes(1));
  RunningServer contained(QStringLiteral("contained"));
  QVERIFY(contained.write(QStringLiteral("nginx.conf"), configuration(freePort(), {}, {})));
  const QString path = contained.path(QStringLiteral("nginx.conf"));
  QStringList arguments{QStringLiteral("--mount"), QStringLiteral("--pid"), QStringLiteral("--fork"),
                        QStringLiteral("--kill-child")};
  if (::geteuid() != 0) arguments << QStringLiteral("--user") << QStringLiteral("--map-root-user");
  arguments << QStringLiteral("/usr/sbin/nginx") << QStringLiteral("-p") << contained.path({}) << QStringLiteral("-c")
            << path << QStringLiteral("-e") << contained.path(QStringLiteral("log"));
  QVERIFY(contained.launch(QStringLiteral("unshare"), arguments));
  QTRY_VERIFY_WITH_TIMEOUT(contained.log().contains("start worker process "), 30'000);
  Surroundings known = around(1);
  known.settings.nginxConfig = path.toStdString();
  for (const auto operation : {NginxOperation::Stop, NginxOperation::Reload}) {
    const auto plan = m_change.plan(operation, known, patience());
    QVERIFY(!plan.ok() && plan.error().text.starts_with("no nginx runs with"));
  }
  const auto apply = m_change.plan(NginxOperation::Apply, known, patience());
  QVERIFY(apply.ok() && !apply->nginx.runs());
  const NginxFacts facts = lookAtNginx(m_system, known, patience());
  QCOMPARE(facts.contained.size(), std::size_t{1});
  QVERIFY(facts.masters.empty());
  QVERIFY(contained.runs());
}

void NginxChangeReloadTest::theVerbDoesItAll() {
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

  WireDevice device;
  QVERIFY(device.join(m_nginx->port(), "dev-1"));
  const Outcome apply = verb({word("apply"), json});
  QVERIFY2(apply.code == 0 && object(apply)[QLatin1StringView("changed")].toBool(), apply.said().constData());
  QVERIFY(!object(apply)[QLatin1StringView("node")].toString().isEmpty());
  QCOMPARE(verb({word("diff")}).code, 0);

  // The device came from 127.0.0.1 before; a new one from there comes to the node that is named.
  const Outcome pick = verb({word("pick"), word("127.0.0.1"), json});
  QVERIFY2(pick.code == 0, pick.said().constData());
  WireDevice next;
  QVERIFY(next.join(m_nginx->port(), "dev-2"));
  const auto welcome = QJsonDocument::fromJson(next.last(kWelcome)->payload);
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
    const Outcome outcome = run(*m_place, QStringList{word("nginx")} + words(wrong));
    QVERIFY2(outcome.code == 2 && outcome.err.contains("linekeeper nginx --help"), outcome.said().constData());
  }
}

QTEST_GUILESS_MAIN(NginxChangeReloadTest)
#include "tst_nginx_change_reload.moc"
