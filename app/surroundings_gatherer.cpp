#include "app/surroundings_gatherer.h"

#include <algorithm>

#include "server/bus/redis_cluster_link.h"
#include "server/bus/redis_options.h"
#include "server/node/cluster_control.h"
#include "server/node/local_node_control.h"
#include "server/setup/surroundings_from.h"

namespace lk::app {

using namespace std::chrono_literals;
using node::NodeControl;
using node::Snapshot;

namespace {

constexpr auto kAnswersWithin = 5s;

QString s(const char* text) { return QString::fromUtf8(text); }

}  // namespace

SurroundingsGatherer::SurroundingsGatherer(const Settings& settings, QString nodeId, const Clock& clock)
    : m_nodeId(std::move(nodeId)), m_clock(clock) {
  m_around.settings = settings;
  m_deadline.setSingleShot(true);
  connect(&m_deadline, &QTimer::timeout, this,
          [this] { passOver(s("it does not answer within %1 s").arg(kAnswersWithin.count())); });
}

SurroundingsGatherer::~SurroundingsGatherer() = default;

void SurroundingsGatherer::start() {
  const auto directory = node::NodeDirectory::ofThisMachine();
  for (const node::NodeEntry& entry : directory.running()) {
    if (m_nodeId.isEmpty() || entry.id == m_nodeId) m_left.push_back(entry);
  }
  if (m_left.isEmpty()) {
    m_notes.push_back(m_nodeId.isEmpty() ? s("no node of this user runs on this machine")
                                         : s("no node %1 of this user runs on this machine").arg(m_nodeId));
  }
  goOn();
}

// Never from within a callback of what is asked now: that ends here.
void SurroundingsGatherer::goOn() {
  m_deadline.stop();
  m_whom.clear();
  QTimer::singleShot(0, this, [this] {
    m_control.reset();
    askNext();
  });
}

void SurroundingsGatherer::askNext() {
  if (!m_left.isEmpty()) {
    const node::NodeEntry entry = m_left.takeFirst();
    auto local = std::make_unique<node::LocalNodeControl>(entry.socketName);
    node::LocalNodeControl* opened = local.get();
    ask(std::move(local), s("node %1").arg(entry.id), false);
    opened->open();
    return;
  }
  if (!m_around.settings.redisUrl.empty() && !std::exchange(m_clusterAsked, true)) return askCluster();
  Q_EMIT ready();
}

void SurroundingsGatherer::askCluster() {
  auto redis = bus::redisOptions(m_around.settings, "linekeeper-check");
  if (!redis) {
    m_notes.push_back(s("the cluster: %1").arg(QString::fromStdString(redis.error().text)));
    return goOn();
  }
  auto cluster = std::make_unique<node::ClusterControl>(
      bus::makeRedisClusterLink(std::move(*redis), m_around.settings.redisPrefix, m_clock), nullptr, m_clock);
  node::ClusterControl* opened = cluster.get();
  ask(std::move(cluster), s("the cluster"), true);
  opened->open(kAnswersWithin);
}

void SurroundingsGatherer::ask(std::unique_ptr<NodeControl> control, const QString& whom, bool cluster) {
  m_control = std::move(control);
  m_whom = whom;
  m_cluster = cluster;
  m_deadline.start(2 * kAnswersWithin);
  connect(m_control.get(), &NodeControl::stateChanged, this, [this](NodeControl::State state, const QString& why) {
    if (state != NodeControl::State::Connected) return passOver(why);
    node::SnapshotRequest request;
    request.events = request.commands = false;
    m_control->fetch(request, this, [this](const Result<Snapshot>& snapshot) { answered(snapshot); });
  });
}

void SurroundingsGatherer::answered(const Result<Snapshot>& snapshot) {
  if (m_whom.isEmpty()) return;  // it came too late
  if (!snapshot) return passOver(QString::fromStdString(snapshot.error().text));
  add(setup::surroundingsFrom(m_around.settings, m_cluster ? node::NodeInfo() : m_control->info(), *snapshot));
  m_around.wholeCluster = m_cluster;  // asked last
  goOn();
}

void SurroundingsGatherer::passOver(const QString& why) {
  if (m_whom.isEmpty()) return;
  m_notes.push_back(s("%1: %2").arg(m_whom, why));
  goOn();
}

// A node of this machine is of the cluster, too.
void SurroundingsGatherer::add(const setup::Surroundings& more) {
  for (const setup::NodeFact& node : more.nodes) {
    const auto known = std::find_if(m_around.nodes.begin(), m_around.nodes.end(),
                                    [&node](const setup::NodeFact& other) { return other.id == node.id; });
    if (known == m_around.nodes.end()) m_around.nodes.push_back(node);
  }
  for (const setup::PeerFact& peer : more.peers) {
    const auto known = std::find_if(m_around.peers.begin(), m_around.peers.end(),
                                    [&peer](const setup::PeerFact& other) { return other.address == peer.address; });
    if (known == m_around.peers.end()) {
      m_around.peers.push_back(peer);
    } else if (m_cluster) {
      known->sessions = peer.sessions;  // those of all nodes
    } else {
      known->sessions += peer.sessions;
    }
  }
}

}  // namespace lk::app
