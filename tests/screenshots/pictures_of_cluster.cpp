// Four nodes, one of which may be the own one.
#include <QApplication>
#include <QTest>

#include "scene.h"
#include "ui/banner_bar.h"

namespace lk::ui::test {

namespace {

node::NodeRow nodeRow(int number, quint64 sessions, node::NodeState state, qint64 nowMs) {
  node::NodeRow row;
  row.info.id = QStringLiteral("gw-berlin-%1").arg(number);
  row.info.version = QStringLiteral("0.1.0");
  row.info.listen = {QStringLiteral("0.0.0.0:7600")};
  row.info.bus = QStringLiteral("redis");
  row.info.pid = 4'000 + number;
  row.info.startedAtMs = nowMs - 86'400'000LL * number - 4'000'000;
  row.host = QStringLiteral("edge%1.fleet.example").arg(number);
  row.state = state;
  row.leaseLeftMs = state == node::NodeState::Dead ? 0 : 8'900 - number * 700;
  const bool answers = state == node::NodeState::Up || state == node::NodeState::Draining;
  row.figures.sessions = sessions;
  if (!answers) return row;
  row.figures.atMs = nowMs;
  row.figures.connections = sessions;
  row.figures.loopLagP99Us = 140 + number * 25;
  row.figures.reports = 12'000'000 - 1'000'000 * static_cast<quint64>(number);
  row.figures.ackP50Us = 860 + number * 40;
  row.figures.ackP99Us = 3'400 + number * 420;
  row.figures.memoryBytes = 20'000'000 + sessions * 900;
  return row;
}

// Two seconds of four nodes, so that they have paces.
void runNodes(FakeNodeControl& node, qint64 nowMs, bool isTrouble) {
  using node::NodeState;
  for (int second = 0; second <= 2; ++second) {
    QList<node::NodeRow> rows = {
        nodeRow(1, 12'480, NodeState::Up, nowMs), nodeRow(2, 11'973, NodeState::Up, nowMs),
        nodeRow(3, 4'212 - static_cast<quint64>(second) * 500, isTrouble ? NodeState::Draining : NodeState::Up, nowMs),
        nodeRow(4, 11'206, isTrouble ? NodeState::Silent : NodeState::Up, nowMs)};
    if (isTrouble) rows.push_back(nodeRow(5, 9'800, NodeState::Dead, nowMs));
    for (node::NodeRow& row : rows) {
      if (row.figures.atMs == 0) continue;
      row.figures.atMs += second * 1'000;
      row.figures.reports += static_cast<quint64>(second) * row.figures.sessions / 10;
    }
    node.setNodes(rows);
    node.setNowMs(nowMs + second * 1'000);
    QTest::qWait(600);
  }
}

}  // namespace

void photographCluster(Album& album) {
  Scene scene;
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, album.look());
  chosen.redisUrl = "redis://redis.fleet.example:6379";
  settings.set(chosen);
  node::NodeInfo cluster;
  cluster.id = QStringLiteral("cluster");
  cluster.bus = QStringLiteral("redis");
  const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
  {
    // A console of its own node, which is one of four.
    node::NodeInfo own = scene.node().info();
    own.bus = QStringLiteral("redis");
    scene.node().setInfo(own);
    scene.node().sumNodes();
    FakeDemoFleet demo(scene.node());
    scene.connectFleet();
    MainWindow window({&scene.node(), &demo, &settings, {}, true});
    window.show();
    Photographer photographer(window, album);
    runNodes(scene.node(), nowMs, false);
    photographer.take(QStringLiteral("cluster-own-overview"));
    window.resize(1024, 640);
    photographer.take(QStringLiteral("cluster-own-small"));
  }
  scene.node().setInfo(cluster);
  scene.node().setNodes({});
  MainWindow window({&scene.node(), nullptr, &settings, {}, true});
  window.show();
  Photographer photographer(window, album);
  scene.node().figures().busUp = false;
  scene.node().figures().busWhy = QStringLiteral(
      "Redis at redis.fleet.example:6379 does not take the password of Redis' default user: check user in redis.url "
      "and "
      "password in redis.password-file");
  const auto* banners = window.findChild<BannerBar*>();
  if (!QTest::qWaitFor([&] { return !banners->texts().isEmpty(); }, 10'000)) {
    album.fail(QStringLiteral("cluster-away-overview"), QStringLiteral("nothing says that Redis is away"));
  }
  photographer.take(QStringLiteral("cluster-away-overview"));
  window.showPage(MainWindow::Nodes);
  photographer.take(QStringLiteral("cluster-away-nodes"));
  scene.node().figures().busUp = true;
  photographer.take(QStringLiteral("cluster-none-nodes"));
  runNodes(scene.node(), nowMs, false);
  window.showPage(MainWindow::Overview);
  photographer.take(QStringLiteral("cluster-overview"));
  scene.node().figures().draining = true;
  scene.node().figures().drainLeft = 3'212;
  scene.node().addEvent(node::EventKind::NodeLost, node::Severity::Problem, {},
                        QStringLiteral("gw-berlin-5: its lease in Redis has ended; sessions as last known: 9800"));
  scene.node().addEvent(node::EventKind::IdUsedTwice, node::Severity::Warning, QStringLiteral("meter-1028"),
                        QStringLiteral("10.20.0.14 and 10.23.4.7 took it from each other 5 times within 14 s"));
  scene.node().addEvent(node::EventKind::IdUsedTwice, node::Severity::Warning, QStringLiteral("gate-2141"),
                        QStringLiteral("taken over 10 times within 31 s, from 10.23.10.173 alone: two devices or "
                                       "programs there go by this id, or one connects anew without closing"));
  runNodes(scene.node(), nowMs, true);
  photographer.take(QStringLiteral("cluster-trouble-overview"));
  window.showPage(MainWindow::Nodes);
  table(window, "Nodes")->selectRow(0);
  photographer.take(QStringLiteral("nodes"));
  trigger(window, "drain");
  photographer.takeDialog(QStringLiteral("drain"));
  closeDialog();
  scene.node().figures().draining = false;
  scene.node().figures().drainLeft = 0;
  runNodes(scene.node(), nowMs + 4'000, false);
  photographer.take(QStringLiteral("nodes-gone"));
}

}  // namespace lk::ui::test
