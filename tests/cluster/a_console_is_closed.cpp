// A console that is closed with more devices than leave in a moment: for those nobody has to wait until its lease ends.
#include <QTest>
#include <csignal>

#include "tests/cli/program.h"
#include "tests/cluster/stand.h"
#include "tests/support/free_port.h"
#include "tests/support/ledger_fleet.h"

using lk::test::finish;
using lk::test::freePort;
using lk::test::LedgerFleet;
using lk::test::LedgerPlan;
using lk::test::makeProcess;
using lk::test::Outcome;
using lk::test::Stand;
using lk::test::words;

class AConsoleIsClosed : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itsLeaseGoesWithIt() {
    Stand stand;
    QVERIFY(stand.startRedis());
    const quint16 port = freePort();
    const auto console =
        makeProcess(stand.place(), words("--node-id window --set redis.lease=60s --set node.drain-rate=1") +
                                       QStringList{QStringLiteral("--redis"), stand.url(), QStringLiteral("--listen"),
                                                   QStringLiteral("127.0.0.1:%1").arg(port)});
    auto environment = stand.place().environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    console->setProcessEnvironment(environment);
    console->start();
    QTRY_COMPARE_WITH_TIMEOUT(leases(stand), 1, 20'000);

    LedgerPlan plan;
    plan.devices = 60;
    plan.ports = {port};
    plan.backWithin = std::chrono::hours(24);
    LedgerFleet fleet(plan);
    fleet.start();
    QVERIFY(fleet.waitUntilConnected(10'000));
    ::kill(static_cast<pid_t>(console->processId()), SIGTERM);
    const Outcome ended = finish(*console, 20'000);
    QVERIFY2(ended.code == 0, ended.said().constData());
    QVERIFY(fleet.closes(5) < plan.devices);
    QCOMPARE(leases(stand), 0);
  }

 private:
  static int leases(Stand& stand) {
    return static_cast<int>(stand.one().ask({"KEYS", "lk:{nodes}:lease:window/*"}).texts().size());
  }
};

QTEST_GUILESS_MAIN(AConsoleIsClosed)

#include "a_console_is_closed.moc"
