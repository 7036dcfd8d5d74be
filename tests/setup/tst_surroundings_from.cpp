// What a console knows of its nodes, as checks take it.
#include <QSysInfo>
#include <QTest>

#include "server/setup/surroundings_from.h"

using namespace lk;
using namespace lk::setup;

namespace {

node::NodeRow rowOf(const char* id, const QString& host, const char* listen, node::NodeState state) {
  node::NodeRow row;
  row.info.id = QString::fromUtf8(id);
  row.info.listen = {QString::fromUtf8(listen)};
  row.host = host;
  row.state = state;
  row.figures.sessions = 7;
  return row;
}

}  // namespace

class SurroundingsFrom : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nodesOfAClusterKeepTheirMachines() {
    node::Snapshot snapshot;
    snapshot.nodes = {rowOf("n1", QSysInfo::machineHostName(), "0.0.0.0:7600", node::NodeState::Up),
                      rowOf("n2", QStringLiteral("gw2"), "10.0.0.2:7600", node::NodeState::Draining),
                      rowOf("n3", QStringLiteral("gw3"), "10.0.0.3:7600", node::NodeState::Dead),
                      rowOf("n4", QStringLiteral("gw4"), "10.0.0.4:7600", node::NodeState::Silent)};
    QVERIFY2(!surroundingsFrom({}, {}, snapshot).wholeCluster, "without leases this may be one node's own view");
    snapshot.nodes[1].leaseLeftMs = 7'000;
    QVERIFY(surroundingsFrom({}, {}, snapshot).wholeCluster);
    const auto nodes = surroundingsFrom({}, {}, snapshot).nodes;
    QCOMPARE(nodes.size(), std::size_t{4});
    QVERIFY(nodes[0].own && nodes[0].host.empty() && nodes[0].live && nodes[0].sessions == 7);
    QVERIFY(!nodes[1].own && nodes[1].host == "gw2" && nodes[1].draining && nodes[1].live);
    QVERIFY(!nodes[2].live);
    QVERIFY2(nodes[3].live, "its lease still runs");
  }
  void theOwnNodeIsThereEvenWhereTheClusterDoesNotListIt() {
    node::NodeInfo own;
    own.id = QStringLiteral("n1");
    own.listen = {QStringLiteral("127.0.0.1:7600")};
    node::Snapshot snapshot;
    snapshot.figures.sessions = 3;
    auto nodes = surroundingsFrom({}, own, snapshot).nodes;
    QCOMPARE(nodes.size(), std::size_t{1});
    QVERIFY(nodes[0].own && nodes[0].sessions == 3);
    snapshot.nodes = {rowOf("n1", QStringLiteral("renamed"), "127.0.0.1:7600", node::NodeState::Up)};
    nodes = surroundingsFrom({}, own, snapshot).nodes;
    QCOMPARE(nodes.size(), std::size_t{1});
    QVERIFY(nodes[0].own);
  }
  void sessionsAreCountedByAddress() {
    node::Snapshot snapshot;
    for (const char* address : {"10.1.1.1", "10.1.1.2", "10.1.1.1"}) {
      snapshot.sessions.push_back({.address = QString::fromUtf8(address)});
    }
    Settings settings;
    settings.redisPrefix = "fleet";
    const auto around = surroundingsFrom(settings, {}, snapshot);
    QCOMPARE(around.settings, settings);
    QCOMPARE(around.peers.size(), std::size_t{2});
    QCOMPARE(around.peers[0].address, std::string("10.1.1.1"));
    QCOMPARE(around.peers[0].sessions, 2U);
  }
};

QTEST_GUILESS_MAIN(SurroundingsFrom)
#include "tst_surroundings_from.moc"
