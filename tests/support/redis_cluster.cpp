#include "tests/support/redis_cluster.h"

#include <QTest>
#include <algorithm>

namespace lk::test {

namespace {

QByteArray number(qint64 value) { return QByteArray::number(value); }

}  // namespace

RedisCluster::RedisCluster(int masters, RedisServerPlan plan) : m_masters(masters) {
  plan.cluster = true;
  // The replica of a master that is gone takes over at once, however long ago it last heard from it.
  plan.config += "cluster-replica-validity-factor 0\nrepl-ping-replica-period 1\n";
  for (int i = 0; i < 2 * masters; ++i) {
    plan.name = "redis of the cluster, number " + number(i);
    m_servers.push_back(std::make_unique<RedisServer>(plan));
  }
}

bool RedisCluster::start() {
  for (const auto& server : m_servers) {
    if (!server->start()) return false;
  }
  if (join() && waitUntilWell() && QTest::qWaitFor([this] { return replicasLinked(); }, 20'000)) return true;
  for (const auto& server : m_servers) server->process().printLog();
  return false;
}

bool RedisCluster::join() {
  const int share = kSlots / m_masters;
  for (int i = 0; i < m_masters; ++i) {
    RedisServer& master = *m_servers[i];
    const int past = i + 1 == m_masters ? kSlots : (i + 1) * share;
    if (!master.ask({"CLUSTER", "ADDSLOTSRANGE", number(i * share), number(past - 1)}).good()) return false;
    if (!master.ask({"CLUSTER", "SET-CONFIG-EPOCH", number(i + 1)}).good()) return false;
  }
  for (const auto& server : m_servers) {
    if (!m_servers.front()->ask({"CLUSTER", "MEET", "127.0.0.1", number(server->port())}).good()) return false;
  }
  if (!QTest::qWaitFor([this] { return allKnowAll(); }, 20'000)) return false;
  for (int i = 0; i < m_masters; ++i) {
    const QByteArray id = m_servers[i]->ask({"CLUSTER", "MYID"}).text;
    if (!m_servers[m_masters + i]->ask({"CLUSTER", "REPLICATE", id}).good()) return false;
  }
  return true;
}

bool RedisCluster::allKnowAll() {
  return std::all_of(m_servers.begin(), m_servers.end(), [this](const auto& server) {
    const QByteArray nodes = server->ask({"CLUSTER", "NODES"}).text;
    return nodes.count('\n') == static_cast<qsizetype>(m_servers.size()) && !nodes.contains("handshake");
  });
}

bool RedisCluster::replicasLinked() {
  return std::all_of(m_servers.begin() + m_masters, m_servers.end(), [](const auto& server) {
    return server->info("role") == "slave" && server->info("master_link_status") == "up";
  });
}

bool RedisCluster::well() {
  for (const auto& server : m_servers) {
    if (server->answers() && server->clusterInfo("cluster_state") != "ok") return false;
  }
  RedisServer* any = anyAnswering();
  if (any == nullptr) return false;
  const RespValue map = any->ask({"CLUSTER", "SLOTS"});
  qint64 covered = 0;
  for (const RespValue& range : map.items) {
    const RedisServer* master = byPort(range.items[2].items[1].number);
    if (master == nullptr || !master->answers()) return false;
    covered += range.items[1].number - range.items[0].number + 1;
  }
  return covered == kSlots;
}

bool RedisCluster::waitUntilWell(int withinMs) {
  return QTest::qWaitFor([this] { return well(); }, withinMs);
}

QString RedisCluster::url() const {
  QByteArrayList addresses;
  for (const auto& server : m_servers) addresses.push_back(server->address());
  return QStringLiteral("redis+cluster://") + QString::fromUtf8(addresses.join(','));
}

int RedisCluster::slotOf(const QByteArray& key) {
  RedisServer* any = anyAnswering();
  return any == nullptr ? -1 : static_cast<int>(any->ask({"CLUSTER", "KEYSLOT", key}).number);
}

RedisServer* RedisCluster::masterOfSlot(int slot) {
  RedisServer* any = anyAnswering();
  if (any == nullptr) return nullptr;
  for (const RespValue& range : any->ask({"CLUSTER", "SLOTS"}).items) {
    if (slot < range.items[0].number || slot > range.items[1].number) continue;
    RedisServer* master = byPort(range.items[2].items[1].number);
    return master != nullptr && master->answers() ? master : nullptr;
  }
  return nullptr;
}

RedisServer* RedisCluster::masterOtherThan(const RedisServer* one) {
  for (const auto& server : m_servers) {
    if (server.get() != one && server->answers() && server->info("role") == "master") return server.get();
  }
  return nullptr;
}

std::vector<RedisServer*> RedisCluster::replicasOf(RedisServer& master) {
  std::vector<RedisServer*> replicas;
  for (const auto& server : m_servers) {
    if (server->answers() && server->info("master_port") == number(master.port())) replicas.push_back(server.get());
  }
  return replicas;
}

RespValue RedisCluster::askMasterOf(const QByteArray& key, const QByteArrayList& words) {
  RedisServer* master = masterOf(key);
  return master == nullptr ? RespValue() : master->ask(words);
}

bool RedisCluster::moveSlot(int slot, RedisServer& to) {
  RedisServer* from = masterOfSlot(slot);
  if (from == &to) return true;
  return from != nullptr && beginMove(slot, *from, to) && moveKeys(slot, *from, to) && endMove(slot, *from, to);
}

bool RedisCluster::beginMove(int slot, RedisServer& from, RedisServer& to) {
  const QByteArray fromId = from.ask({"CLUSTER", "MYID"}).text;
  const QByteArray toId = to.ask({"CLUSTER", "MYID"}).text;
  return to.ask({"CLUSTER", "SETSLOT", number(slot), "IMPORTING", fromId}).good() &&
         from.ask({"CLUSTER", "SETSLOT", number(slot), "MIGRATING", toId}).good();
}

bool RedisCluster::moveKeys(int slot, RedisServer& from, RedisServer& to, int atMost) {
  while (atMost > 0) {
    const QByteArrayList keys =
        from.ask({"CLUSTER", "GETKEYSINSLOT", number(slot), number(std::min(atMost, 10))}).texts();
    if (keys.isEmpty()) return true;
    const QByteArrayList words = {"MIGRATE", "127.0.0.1", number(to.port()), "", "0", "5000", "KEYS"};
    if (!from.ask(words + keys, 6'000).good()) return false;
    atMost -= static_cast<int>(keys.size());
  }
  return true;
}

bool RedisCluster::endMove(int slot, RedisServer& from, RedisServer& to) {
  const QByteArrayList words = {"CLUSTER", "SETSLOT", number(slot), "NODE", to.ask({"CLUSTER", "MYID"}).text};
  return to.ask(words).good() && from.ask(words).good();
}

RedisServer* RedisCluster::anyAnswering() {
  for (const auto& server : m_servers) {
    if (server->answers()) return server.get();
  }
  return nullptr;
}

RedisServer* RedisCluster::byPort(qint64 port) {
  for (const auto& server : m_servers) {
    if (server->port() == port) return server.get();
  }
  return nullptr;
}

}  // namespace lk::test
