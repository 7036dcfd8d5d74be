#include "server/setup/surroundings_from.h"

#include <QSysInfo>
#include <map>

namespace lk::setup {

namespace {

std::vector<std::string> plain(const QStringList& texts) {
  std::vector<std::string> all;
  for (const QString& text : texts) all.push_back(text.toStdString());
  return all;
}

NodeFact factOf(const node::NodeRow& row, const QString& ownId, const QString& machine) {
  NodeFact fact;
  fact.id = row.info.id.toStdString();
  fact.own = (!ownId.isEmpty() && row.info.id == ownId) || (!row.host.isEmpty() && row.host == machine);
  if (!fact.own) fact.host = row.host.toStdString();
  fact.listen = plain(row.info.listen);
  // A silent one holds its lease and may hold its devices: it is not given up before that ends.
  fact.live = row.state != node::NodeState::Dead;
  fact.draining = row.state == node::NodeState::Draining;
  fact.sessions = row.figures.sessions;
  return fact;
}

}  // namespace

Surroundings surroundingsFrom(const Settings& settings, const node::NodeInfo& own, const node::Snapshot& snapshot) {
  Surroundings around;
  around.settings = settings;
  const QString machine = QSysInfo::machineHostName();
  bool ownIsListed = own.id.isEmpty();
  for (const node::NodeRow& row : snapshot.nodes) {
    around.nodes.push_back(factOf(row, own.id, machine));
    // Only the bus knows leases, and with it all nodes.
    around.wholeCluster = around.wholeCluster || row.leaseLeftMs > 0;
    ownIsListed = ownIsListed || row.info.id == own.id;
  }
  if (!ownIsListed) {
    around.nodes.push_back({.id = own.id.toStdString(),
                            .host = {},
                            .listen = plain(own.listen),
                            .live = true,
                            .draining = snapshot.figures.draining,
                            .own = true,
                            .sessions = snapshot.figures.sessions});
  }
  std::map<std::string, std::uint64_t> peers;
  for (const node::SessionRow& session : snapshot.sessions) ++peers[session.address.toStdString()];
  for (const auto& [address, sessions] : peers) around.peers.push_back({address, sessions});
  return around;
}

}  // namespace lk::setup
