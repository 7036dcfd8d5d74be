// Descriptors, the disk, Redis' memory: each runs out under load. It is said, nothing that was acknowledged is lost,
// and when there is more of it again, all goes on by itself.
#include <unistd.h>

#include <QDir>
#include <QFileInfo>
#include <QTest>
#include <algorithm>

#include "tests/cli/child_process.h"
#include "tests/cli/wire_device.h"
#include "tests/cluster/stand.h"
#include "tests/cluster/uplink_streams.h"
#include "tests/endurance/figures.h"
#include "tests/support/few_descriptors.h"

using namespace lk::test;

namespace {

void verifyStored(Stand& stand, const LedgerFleet& fleet, int devices) {
  const auto stored = numbersInStreams(stand);
  qint64 acked = 0;
  for (int i = 0; i < devices; ++i) {
    auto of = stored.value(fleet.name(i));
    auto told = fleet.acked(i);
    std::ranges::sort(of);
    std::ranges::sort(told);
    acked += static_cast<qint64>(told.size());
    QVERIFY2(std::ranges::includes(of, told), fleet.name(i).constData());
  }
  QVERIFY(acked > 0);
  say(QByteArray::number(acked) + " reports were acknowledged, and all of them are stored");
}

}  // namespace

class ResourcesRunOut : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void descriptors();
  void theDisk();
  void redisMemory();
};

void ResourcesRunOut::descriptors() {
  Stand stand;
  QVERIFY(stand.startRedis());
  {
    const FewDescriptors few(static_cast<rlim_t>(sized(200, 2'000)));
    QVERIFY(stand.startNodes(1));
  }
  LedgerPlan plan;
  plan.devices = sized(100, 1'200);
  plan.ports = stand.nodePorts();
  LedgerFleet fleet(plan);
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(20'000));
  fleet.report(200);
  LedgerPlan more = plan;
  more.prefix = "more-";
  LedgerFleet others(more);
  others.start();
  QVERIFY(stand.node(0).logs("out of file descriptors"));
  QTRY_VERIFY(others.closes(6) > 0);
  QVERIFY(stand.metric(0, R"(linekeeper_connections_total{outcome="no-descriptors"})") > 0);

  // Verbs are served from the reserve, and so are commands, Redis and the file of the history.
  const Outcome sent = run(stand.place(), "send dev-0 dev-1 on");
  QVERIFY2(sent.code == 0, sent.said().constData());
  QVERIFY(stand.publish({Stand::commandFor("c-1", "dev-2", "kept", 60)}));
  QTRY_COMPARE(fleet.times("kept"), 1);
  const Outcome check = run(stand.place(), "check limits --json");
  QVERIFY2(check.out.contains("limits."), check.said().constData());
  const qint64 acked = fleet.reportsAcked();
  QTRY_VERIFY(fleet.reportsAcked() > acked + 100);
  QCOMPARE(fleet.lost(), 0);

  fleet.report(0);
  QTRY_COMPARE_WITH_TIMEOUT(fleet.reportsAcked(), fleet.reportsSent(), 20'000);
  verifyStored(stand, fleet, plan.devices);
  fleet.stop();
  QVERIFY(others.waitUntilConnected(60'000));
  QVERIFY(stand.node(0).logs("accepting connections again"));
}

// A disk of 128 KiB of the node's own.
void ResourcesRunOut::theDisk() {
  const Place place;
  const QString disk = place.path(QStringLiteral("disk"));
  QVERIFY(QDir().mkpath(disk));
  QProcess node;
  node.setProcessEnvironment(place.environment());
  endWithThisProcess(node);
  node.setStandardErrorFile(place.path(QStringLiteral("log")));
  QStringList arguments{QStringLiteral("-m")};
  if (::geteuid() != 0) arguments << QStringLiteral("-U") << QStringLiteral("-r");
  arguments
      << QStringLiteral("sh") << QStringLiteral("-c")
      << QStringLiteral(
             "mount -t tmpfs -o size=128k none \"$1\" && exec \"$0\" --headless --node-id n1 --listen 127.0.0.1:0 "
             "--set node.history-file=\"$1/history.log\"")
      << QStringLiteral(LINEKEEPER_PROGRAM) << disk;
  node.start(QStringLiteral("unshare"), arguments);
  QTRY_VERIFY_WITH_TIMEOUT(node.canReadLine(), 15'000);
  const QByteArray ready = node.readLine();
  const quint16 port = ready.mid(ready.indexOf("127.0.0.1:") + 10).split(' ').first().toUShort();
  const auto log = [&] { return contents(place.path(QStringLiteral("log"))); };
  const QString seen = QStringLiteral("/proc/%1/root%2/").arg(node.processId()).arg(disk);

  LedgerPlan plan;
  plan.devices = 50;
  plan.ports = {port};
  plan.backWithin = std::chrono::milliseconds(50);
  LedgerFleet fleet(plan);
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(10'000));
  QTRY_VERIFY(QFileInfo(seen + QStringLiteral("history.log")).size() > 0);
  fleet.report(100);
  QFile filler(seen + QStringLiteral("filler"));
  QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
  while (filler.write(QByteArray(1'024, 'x')) == 1'024) {
  }
  filler.close();

  fleet.cut(plan.devices);
  QTRY_COMPARE(fleet.lost(), plan.devices);
  QVERIFY(fleet.waitUntilConnected(10'000));
  QTRY_VERIFY_WITH_TIMEOUT(log().contains("history of devices not written"), 20'000);
  QVERIFY2(log().contains("Make room on the disk"), log().constData());
  const Outcome sent = run(place, "send dev-7 during");
  QVERIFY2(sent.code == 0, sent.said().constData());
  const qint64 acked = fleet.reportsAcked();
  QTRY_VERIFY(fleet.reportsAcked() > acked + 50);
  QCOMPARE(log().count("history of devices not written"), 1);

  QVERIFY(filler.remove());
  // All that happened meanwhile is written once there is room.
  const auto written = [&] {
    QFile file(seen + QStringLiteral("history.log"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  QTRY_VERIFY_WITH_TIMEOUT(written().contains("\"command\"") || written().contains("done"), 60'000);
  QTRY_VERIFY_WITH_TIMEOUT(written().count("dev-49") >= 3, 10'000);  // connected, closed, connected
  QCOMPARE(fleet.lost(), plan.devices);
  QCOMPARE(node.state(), QProcess::Running);
  node.kill();
  node.waitForFinished();
}

void ResourcesRunOut::redisMemory() {
  Stand stand;
  RedisServerPlan redis;
  redis.config = "maxmemory-policy noeviction\n";
  QVERIFY(stand.startRedis(redis) && stand.startNodes(1));
  ResultLedger results(stand.redisPorts());
  QVERIFY(results.waitUntilListening());
  LedgerPlan plan;
  plan.devices = 100;
  plan.ports = stand.nodePorts();
  LedgerFleet fleet(plan);
  fleet.start();
  QVERIFY(fleet.waitUntilConnected(10'000));
  fleet.report(500);
  QTRY_VERIFY(fleet.reportsAcked() > 500);
  QVERIFY(stand.publish({Stand::commandFor("kept", "absent", "kept", 600)}));
  QTRY_COMPARE(results.statuses("kept"), QByteArrayList{"queued"});

  const qint64 used = stand.one().info("used_memory").toLongLong();
  QVERIFY(stand.one().ask({"CONFIG", "SET", "maxmemory", QByteArray::number(used)}).good());
  QVERIFY(stand.node(0).logs("give it more memory, by its maxmemory"));
  QTRY_COMPARE(stand.metric(0, "linekeeper_redis_up"), 0.0);
  QTRY_VERIFY(stand.metric(0, "linekeeper_uplink_waiting_bytes") > 0);
  const Outcome check = run(stand.place(), QStringList{QStringLiteral("check"), QStringLiteral("redis"),
                                                       QStringLiteral("--redis"), stand.url()});
  QVERIFY2(check.code == 1 && check.out.contains("% of its memory"), check.said().constData());

  // What reaches a device is done; what would have to be kept is refused, or waits, but is not said to be kept.
  const Outcome live = run(stand.place(), "send dev-1 on");
  QVERIFY2(live.code == 0, live.said().constData());
  QVERIFY(stand.publish({Stand::commandFor("not-kept", "absent", "not kept", 600)}));
  LedgerPlan newcomers = plan;
  newcomers.prefix = "new-";
  newcomers.devices = 5;
  LedgerFleet fresh(newcomers);
  fresh.start();
  QVERIFY2(fresh.waitUntilConnected(10'000), "new devices are let in");
  QTest::qWait(sized(1'000, 10'000));
  QVERIFY(!results.statuses("not-kept").contains("queued"));
  QCOMPARE(fleet.lost(), 0);

  QVERIFY(stand.one().ask({"CONFIG", "SET", "maxmemory", "0"}).good());
  QVERIFY(stand.waitForRedisAt(0));
  fleet.report(0);
  QTRY_COMPARE_WITH_TIMEOUT(fleet.reportsAcked(), fleet.reportsSent(), 30'000);
  verifyStored(stand, fleet, plan.devices);
  QCOMPARE(fleet.lost(), 0);
  QTRY_COMPARE(stand.metric(0, "linekeeper_uplink_waiting_bytes"), 0.0);
  WireDevice absent;
  QVERIFY(absent.join(stand.nodePorts().front(), "absent"));
  QVERIFY(absent.waitFor(kCommand));
  QCOMPARE(absent.commands().front(), QByteArray("kept"));
  QTRY_COMPARE_WITH_TIMEOUT(results.finals("not-kept").size(), 1, 30'000);  // who sent it hears of it
  say("the durable command that came meanwhile ended as [" + results.statuses("not-kept").join(", ") + ']');
}

QTEST_GUILESS_MAIN(ResourcesRunOut)
#include "resources_run_out.moc"
