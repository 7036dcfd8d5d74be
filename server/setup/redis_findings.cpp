// What is to be said of Redis' servers together: who is there, and who is what.
#include <algorithm>
#include <iterator>
#include <utility>

#include "server/setup/numbers.h"
#include "server/setup/redis_check_parts.h"

namespace lk::setup {

using bus::RedisUrl;

namespace {

std::string onCluster(const char* what, const bus::RedisAddress& some) {
  return CommandLine{"redis-cli", {"--cluster", what, some.text()}}.shellText();
}

std::string linekeeperAt(const std::string& url) { return CommandLine{"linekeeper", {"--redis", url}}.shellText(); }

// Collects, and words what is alike for all servers.
class Judge {
 public:
  explicit Judge(const RedisFacts& facts) : m_facts(facts) {}

  std::vector<Finding> all() {
    lookAtSentinels();
    lookAtMap();
    bool well = false;
    for (const RedisServerFacts& master : m_facts.masters) well = lookAtMaster(master) || well;
    for (const RedisServerFacts& replica : m_facts.replicas) lookAtReplica(replica);
    if (well) sumUp();
    if (m_findings.empty()) {
      add({"redis.unreachable",
           Grade::Problem,
           text("Redis can't be reached"),
           {text("redis.url leads to no server")},
           whyAway(),
           std::nullopt});
    }
    return std::move(m_findings);
  }

 private:
  void add(Finding finding) { m_findings.push_back(std::move(finding)); }

  void lookAtSentinels() {
    std::size_t silent = 0;
    std::vector<Text> evidence;
    for (const RedisSentinelFacts& sentinel : m_facts.sentinels) {
      if (!sentinel.trouble.empty()) {
        ++silent;
        evidence.push_back(text("{0}", sentinel.trouble));
      } else if (!sentinel.quorum.starts_with("OK") && !sentinel.quorum.starts_with("NOPERM")) {
        add({"redis.sentinel-no-quorum",
             Grade::Problem,
             text("The Sentinels could not agree on a new master"),
             {text("{0}: {1}", sentinel.address.text(), sentinel.quorum)},
             text("When the master dies no other takes its place, and devices' commands wait until a person acts."),
             Fix{text("Start the Sentinels that are missing; three on three machines are usual."), {}, std::nullopt}});
      }
    }
    if (evidence.empty()) return;
    const bool none = silent == m_facts.sentinels.size();
    add({none ? "redis.no-sentinel" : "redis.sentinel-away", none ? Grade::Problem : Grade::Warning,
         none ? text("No Sentinel names the master")
              : text("{0} of {1} Sentinels do not help", silent, m_facts.sentinels.size()),
         std::move(evidence), none ? whyAway() : text("With fewer of them the next failover may not come about."),
         Fix{text("Start them, or mend their addresses and the master's name in redis.url."), {}, std::nullopt}});
  }

  void lookAtMap() {
    if (m_facts.url.kind != RedisUrl::Kind::Cluster) return;
    if (m_facts.slots.empty()) return;  // what its servers say of themselves says why
    std::vector<bool> covered(bus::kSlots, false);
    for (const bus::SlotRange& range : m_facts.slots) {
      for (int slot = range.first; slot <= range.last; ++slot) covered[static_cast<std::size_t>(slot)] = true;
    }
    std::vector<Text> evidence;
    std::size_t missing = 0;
    for (std::size_t slot = 0; slot < covered.size(); ++slot) {
      if (covered[slot]) continue;
      const std::size_t first = slot;
      while (slot < covered.size() && !covered[slot]) ++slot;
      missing += slot - first;
      if (evidence.size() < 10) evidence.push_back(text("no master has the slots {0} to {1}", first, slot - 1));
    }
    if (missing == 0) return;
    const bus::RedisAddress& some = m_facts.slots.front().master;
    add({"redis.slots-uncovered", Grade::Problem, text("{0} of 16384 slots of the cluster have no master", missing),
         std::move(evidence),
         text("Devices whose keys lie there have no route, and by Redis' default no device has one: the whole cluster "
              "refuses to answer."),
         Fix{text("Bring back the master that had them, or give them to others."),
             {onCluster("check", some), onCluster("fix", some)},
             std::nullopt}});
  }

  // Whether it is a master to work with.
  bool lookAtMaster(const RedisServerFacts& server) {
    if (!server.answers()) {
      const bool all = std::none_of(m_facts.masters.begin(), m_facts.masters.end(),
                                    [](const RedisServerFacts& master) { return master.answers(); });
      add({all ? "redis.unreachable" : "redis.master-away",
           Grade::Problem,
           text("Redis at {0} can't be reached", server.address.text()),
           {text("{0}", server.trouble)},
           whyAway(),
           Fix{text("Start it, or mend redis.url, the password file, or the network between."), {}, std::nullopt}});
      return false;
    }
    if (server.info.empty()) {
      add({"redis.info-refused",
           Grade::Problem,
           text("Redis at {0} refuses INFO", server.address.text()),
           {seenAt(server, server.infoTrouble)},
           text("A node asks for it at the beginning of each connection, and does not work without."),
           Fix{text("Give the user the right +info: the check of rights has the whole line."), {}, std::nullopt}});
      return false;
    }
    if (!lookAtKind(server)) return false;
    lookAtClusterState(server);
    lookAtVersion(server);
    lookAtReplicasOf(server);
    std::ranges::move(judgeRedisServer(m_facts, server), std::back_inserter(m_findings));
    if (!server.configTrouble.empty() && !std::exchange(m_configSaid, true)) {
      add({"redis.config-not-seen",
           Grade::Unknown,
           text("Redis does not show its configuration to this user"),
           {seenAt(server, "CONFIG GET: " + server.configTrouble)},
           text("Usual with a managed Redis, and right for a node's user. Saving by RDB, fsync and the bounds of "
                "subscribers could not be looked at: ask whoever runs it."),
           Fix{text("Look yourself, as an administrator."),
               {redisCli(m_facts, server, "CONFIG GET save"), redisCli(m_facts, server, "CONFIG GET appendonly"),
                redisCli(m_facts, server, "CONFIG GET client-output-buffer-limit")},
               std::nullopt}});
    }
    return true;
  }

  bool lookAtKind(const RedisServerFacts& server) {
    const std::string mode = server.field("redis_mode");
    const std::string where = server.address.text();
    const bool cluster = m_facts.url.kind == RedisUrl::Kind::Cluster;
    if ((mode == "cluster") != cluster || mode == "sentinel") {
      const std::string right = mode == "cluster"    ? "redis+cluster://" + where
                                : mode == "sentinel" ? "redis+sentinel://" + where + "/NAME-OF-THE-MASTER"
                                                     : "redis://" + where;
      add({"redis.wrong-kind",
           Grade::Problem,
           text("Redis at {0} is not what redis.url says it is", where),
           {seenAt(server, "redis_mode:" + mode)},
           text("Nodes refuse to work with it."),
           Fix{text("Write {0} in redis.url.", right), {linekeeperAt(right)}, std::nullopt}});
      return false;
    }
    if (server.field("role") == "slave" && m_facts.url.kind == RedisUrl::Kind::Single) {
      const std::string master = server.field("master_host") + ":" + server.field("master_port");
      add({"redis.is-replica",
           Grade::Problem,
           text("Redis at {0} is a replica", where),
           {seenAt(server, "role:slave, master " + master)},
           text("It takes no writes: no device gets a route, no command is kept, no report is taken."),
           Fix{text("Name its master in redis.url; where masters change, name its Sentinels."),
               {linekeeperAt("redis://" + master)},
               std::nullopt}});
      return false;
    }
    if (server.field("loading") == "1") {
      add({"redis.loading",
           Grade::Warning,
           text("Redis at {0} still loads its data", where),
           {seenAt(server, "loading:1")},
           whyAway(),
           Fix{text("Wait; INFO says how long."), {redisCli(m_facts, server, "INFO persistence")}, std::nullopt}});
    }
    return true;
  }

  void lookAtClusterState(const RedisServerFacts& server) {
    const std::size_t at = server.clusterInfo.find("cluster_state:");
    if (at == std::string::npos) return;
    const std::string line = server.clusterInfo.substr(at, server.clusterInfo.find_first_of("\r\n", at) - at);
    if (line == "cluster_state:ok") return;
    add({"redis.cluster-down",
         Grade::Problem,
         text("The cluster is down, as {0} sees it", server.address.text()),
         {seenAt(server, line)},
         text("It answers no request: devices stay connected, but commands and routes wait."),
         Fix{text("Bring its masters back; the check says which slots and which masters are missing."),
             {onCluster("check", server.address)},
             std::nullopt}});
  }

  void lookAtVersion(const RedisServerFacts& server) {
    const std::string version = server.field("redis_version");
    const auto numbers = numbersIn(version);
    if (numbers.empty() || numbers.front() >= 6) return;
    const bool tooOld = numbers.front() < 5;
    add({tooOld ? "redis.too-old" : "redis.old",
         tooOld ? Grade::Problem : Grade::Warning,
         text("Redis at {0} is version {1}", server.address.text(), version),
         {seenAt(server, "redis_version:" + version)},
         tooOld ? text("Nodes need version 5, for streams.")
                : text("It has no users with rights of their own: whoever reaches Redis may do all there."),
         Fix{text("Upgrade to Redis 7."), {}, std::nullopt}});
  }

  void lookAtReplicasOf(const RedisServerFacts& server) {
    const std::int64_t count = server.number("connected_slaves");
    if (m_facts.url.kind != RedisUrl::Kind::Single && count == 0) {
      add({"redis.no-replica",
           Grade::Warning,
           text("The master {0} has no replica", server.address.text()),
           {seenAt(server, "connected_slaves:0")},
           text("When it dies, nobody takes its place, and what it held is gone or waits for it."),
           Fix{text("Add a replica on another machine."), {}, std::nullopt}});
    }
    for (int i = 0; i < 64; ++i) {
      const std::string line = server.field("slave" + std::to_string(i));
      if (line.empty()) return;
      if (line.find("state=online") != std::string::npos) continue;
      add({"redis.replica-not-online",
           Grade::Warning,
           text("A replica of {0} is not up to date yet", server.address.text()),
           {seenAt(server, line)},
           whyReplica(),
           Fix{text("Wait for its first synchronisation; if it stays so, look at its log."), {}, std::nullopt}});
    }
  }

  void lookAtReplica(const RedisServerFacts& server) {
    if (!server.answers()) {
      add({"redis.replica-away",
           Grade::Warning,
           text("The replica {0} can't be reached from here", server.address.text()),
           {text("{0}", server.trouble)},
           whyReplica(),
           Fix{text("Start it, or open the way to it: after a failover nodes must reach it."), {}, std::nullopt}});
      return;
    }
    if (server.field("role") != "slave" || server.field("master_link_status") == "up") return;
    add({"redis.replica-link-down",
         Grade::Warning,
         text("The replica {0} has lost its master", server.address.text()),
         {seenAt(server, "master_link_status:" + server.field("master_link_status")),
          seenAt(server, "master " + server.field("master_host") + ":" + server.field("master_port"))},
         whyReplica(),
         Fix{text("Look at the network between them, and at masterauth: a replica says the master's password, too."),
             {redisCli(m_facts, server, "INFO replication")},
             std::nullopt}});
  }

  void sumUp() {
    std::vector<Text> evidence;
    for (const RedisServerFacts& server : m_facts.masters) {
      evidence.push_back(seenAt(server, "Redis " + server.field("redis_version") + ", master"));
    }
    for (const RedisServerFacts& server : m_facts.replicas) {
      if (server.answers()) evidence.push_back(seenAt(server, "Redis " + server.field("redis_version") + ", replica"));
    }
    add({"redis.answers",
         Grade::Good,
         text("Redis answers: masters {0}, replicas {1}", m_facts.masters.size(), m_facts.replicas.size()),
         std::move(evidence),
         {},
         std::nullopt});
  }

  static Text whyAway() {
    return text(
        "While Redis is away devices stay connected and reports wait in memory, but commands from other nodes do not "
        "arrive and durable ones can't be kept.");
  }
  static Text whyReplica() {
    return text("Should the master die now, what it took since then is lost, or nobody takes its place.");
  }

  const RedisFacts& m_facts;
  std::vector<Finding> m_findings;
  bool m_configSaid = false;
};

}  // namespace

std::vector<Finding> judgeRedis(const RedisFacts& facts) { return Judge(facts).all(); }

}  // namespace lk::setup
