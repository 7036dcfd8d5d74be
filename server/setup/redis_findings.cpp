// What is to be said of Redis' servers: who is there, what they keep, what they throw away.
#include <algorithm>
#include <utility>

#include "server/setup/numbers.h"
#include "server/setup/redis_check_parts.h"

namespace lk::setup {

using bus::RedisUrl;

namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;
constexpr std::int64_t kPubsubHard = 32 * kMiB;  // Redis' own defaults: what a burst of messages needs
constexpr std::int64_t kPubsubSoft = 8 * kMiB;

std::string cli(const RedisFacts& facts, const RedisServerFacts& server, const std::string& words) {
  return "redis-cli -h " + server.address.host + " -p " + std::to_string(server.address.port) +
         (facts.url.tls ? " --tls" : "") + (facts.url.user.empty() ? "" : " --user " + facts.url.user) + ' ' + words;
}

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

  [[nodiscard]] static Text seen(const RedisServerFacts& server, std::string_view what) {
    return text("{0}: {1}", server.address.text(), what);
  }

  [[nodiscard]] Fix configFix(Text words, const RedisServerFacts& server, const std::string& setting) const {
    return {std::move(words),
            {cli(m_facts, server, "CONFIG SET " + setting), cli(m_facts, server, "CONFIG REWRITE")},
            std::nullopt};
  }

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
             {"redis-cli --cluster check " + some.text(), "redis-cli --cluster fix " + some.text()},
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
           {seen(server, server.infoTrouble)},
           text("A node asks for it at the beginning of each connection, and does not work without."),
           Fix{text("Give the user the right +info: the check of rights has the whole line."), {}, std::nullopt}});
      return false;
    }
    if (!lookAtKind(server)) return false;
    lookAtClusterState(server);
    lookAtVersion(server);
    lookAtReplicasOf(server);
    lookAtPersistence(server);
    lookAtMemory(server);
    lookAtPubsub(server);
    lookAtClients(server);
    if (!server.configTrouble.empty() && !std::exchange(m_configSaid, true)) {
      add({"redis.config-not-seen",
           Grade::Unknown,
           text("Redis does not show its configuration to this user"),
           {seen(server, "CONFIG GET: " + server.configTrouble)},
           text("Usual with a managed Redis, and right for a node's user. Saving by RDB, fsync and the bounds of "
                "subscribers could not be looked at: ask whoever runs it."),
           Fix{text("Look yourself, as an administrator."),
               {cli(m_facts, server, "CONFIG GET save"), cli(m_facts, server, "CONFIG GET appendonly"),
                cli(m_facts, server, "CONFIG GET client-output-buffer-limit")},
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
           {seen(server, "redis_mode:" + mode)},
           text("Nodes refuse to work with it."),
           Fix{text("Write {0} in redis.url.", right), {"linekeeper --redis " + right}, std::nullopt}});
      return false;
    }
    if (server.field("role") == "slave" && m_facts.url.kind == RedisUrl::Kind::Single) {
      const std::string master = server.field("master_host") + ":" + server.field("master_port");
      add({"redis.is-replica",
           Grade::Problem,
           text("Redis at {0} is a replica", where),
           {seen(server, "role:slave, master " + master)},
           text("It takes no writes: no device gets a route, no command is kept, no report is taken."),
           Fix{text("Name its master in redis.url; where masters change, name its Sentinels."),
               {"linekeeper --redis redis://" + master},
               std::nullopt}});
      return false;
    }
    if (server.field("loading") == "1") {
      add({"redis.loading",
           Grade::Warning,
           text("Redis at {0} still loads its data", where),
           {seen(server, "loading:1")},
           whyAway(),
           Fix{text("Wait; INFO says how long."), {cli(m_facts, server, "INFO persistence")}, std::nullopt}});
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
         {seen(server, line)},
         text("It answers no request: devices stay connected, but commands and routes wait."),
         Fix{text("Bring its masters back; the check says which slots and which masters are missing."),
             {"redis-cli --cluster check " + server.address.text()},
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
         {seen(server, "redis_version:" + version)},
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
           {seen(server, "connected_slaves:0")},
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
           {seen(server, line)},
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
         {seen(server, "master_link_status:" + server.field("master_link_status")),
          seen(server, "master " + server.field("master_host") + ":" + server.field("master_port"))},
         whyReplica(),
         Fix{text("Look at the network between them, and at masterauth: a replica says the master's password, too."),
             {cli(m_facts, server, "INFO replication")},
             std::nullopt}});
  }

  void lookAtPersistence(const RedisServerFacts& server) {
    const bool aof = server.number("aof_enabled") != 0;
    if (server.field("rdb_last_bgsave_status") == "err" || server.field("aof_last_write_status") == "err" ||
        server.field("aof_last_bgrewrite_status") == "err") {
      add({"redis.saving-fails",
           Grade::Problem,
           text("Redis at {0} can't write its data to disk", server.address.text()),
           {seen(server, "rdb_last_bgsave_status:" + server.field("rdb_last_bgsave_status")),
            seen(server, "aof_last_write_status:" + server.field("aof_last_write_status"))},
           text("By its default it refuses all writes then: no routes, no durable commands, no reports."),
           Fix{text("Make room on its disk, and look at its log."),
               {cli(m_facts, server, "INFO persistence")},
               std::nullopt}});
    }
    if (aof) {
      if (server.configured("appendfsync") == "no") {
        add({"redis.fsync-never",
             Grade::Warning,
             text("Redis at {0} leaves it to the system when to write", server.address.text()),
             {seen(server, "appendfsync no")},
             text("When the machine loses power, durable commands of the last half minute are lost."),
             configFix(text("Write once a second."), server, "appendfsync everysec")});
      }
      return;
    }
    if (!server.config.contains("save")) return;  // said once, as a whole
    const std::string save = server.configured("save");
    if (save.empty()) {
      add({"redis.no-persistence",
           Grade::Warning,
           text("Redis at {0} keeps nothing on disk", server.address.text()),
           {seen(server, "appendonly no, save \"\"")},
           text("When it restarts, all durable commands and all reports that nobody has read are lost."),
           configFix(text("Let it append what it does to a file."), server, "appendonly yes")});
      return;
    }
    add({"redis.snapshots-only",
         Grade::Warning,
         text("Redis at {0} saves snapshots only", server.address.text()),
         {seen(server, "appendonly no, save \"" + save + "\"")},
         text("When it crashes, durable commands and reports since the last snapshot are lost, minutes of them, and "
              "commands that were done since may be done again."),
         configFix(text("Let it append what it does to a file."), server, "appendonly yes")});
  }

  void lookAtMemory(const RedisServerFacts& server) {
    const std::int64_t most = server.number("maxmemory");
    const std::int64_t used = server.number("used_memory");
    const std::string policy = server.field("maxmemory_policy");
    if (!policy.empty() && policy != "noeviction") {
      const bool bounded = most > 0;
      add({bounded ? "redis.evicts" : "redis.would-evict",
           bounded ? Grade::Problem : Grade::Warning,
           text("Redis at {0} throws keys away when memory is short", server.address.text()),
           {seen(server, "maxmemory_policy:" + policy), seen(server, "maxmemory:" + std::to_string(most))},
           text("It loses routes, so that devices that are connected count as offline, leases, so that nodes count as "
                "dead, and durable commands. All without a word."),
           configFix(text("Let it refuse writes instead: nodes buffer, and say so."), server,
                     "maxmemory-policy noeviction")});
    }
    if (most > 0 && used * 100 >= most * 80) {
      const bool grave = used * 100 >= most * 95;
      add({grave ? "redis.memory-full" : "redis.memory-near",
           grave ? Grade::Problem : Grade::Warning,
           text("Redis at {0} uses {1} % of its memory", server.address.text(), used * 100 / most),
           {seen(server, "used_memory:" + std::to_string(used)), seen(server, "maxmemory:" + std::to_string(most))},
           text("At the limit it refuses writes, or throws keys away."),
           configFix(text("Give it more memory, read the uplink streams faster, or keep less of them with "
                          "redis.uplink-maxlen."),
                     server, "maxmemory " + std::to_string(2 * most))});
    }
    const std::int64_t machine = server.number("total_system_memory");
    if (most == 0 && machine > 0 && used * 100 >= machine * 80) {
      add({"redis.machine-memory-near",
           Grade::Warning,
           text("Redis at {0} uses {1} % of its machine's memory", server.address.text(), used * 100 / machine),
           {seen(server, "used_memory:" + std::to_string(used)), seen(server, "maxmemory:0, no limit")},
           text("When memory ends, the system kills Redis."),
           Fix{text("Give the machine more memory, read the uplink streams faster, or keep less of them with "
                    "redis.uplink-maxlen."),
               {cli(m_facts, server, "INFO memory")},
               std::nullopt}});
    }
  }

  // "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60"
  void lookAtPubsub(const RedisServerFacts& server) {
    const std::string all = server.configured("client-output-buffer-limit");
    const std::size_t at = all.find("pubsub ");
    if (at == std::string::npos) return;
    const auto numbers = numbersIn(std::string_view(all).substr(at));
    if (numbers.size() < 3) return;
    const bool hardLow = numbers[0] > 0 && numbers[0] < kPubsubHard;
    const bool softLow = numbers[1] > 0 && numbers[1] < kPubsubSoft;
    if (!hardLow && !softLow) return;
    add({"redis.pubsub-buffer-small",
         Grade::Warning,
         text("Redis at {0} cuts subscribers early", server.address.text()),
         {seen(server, "client-output-buffer-limit " + all.substr(at))},
         text("A node that is slow for a moment, or a burst of commands, and Redis cuts its subscription: what was "
              "published until it is back is not delivered."),
         configFix(text("Give subscribers at least Redis' default."), server,
                   "client-output-buffer-limit \"pubsub 33554432 8388608 60\"")});
  }

  void lookAtClients(const RedisServerFacts& server) {
    const std::int64_t most = server.number("maxclients");
    const std::int64_t now = server.number("connected_clients");
    if (most == 0 || now * 100 < most * 80) return;
    add({"redis.clients-near",
         Grade::Warning,
         text("Redis at {0} has {1} of {2} clients", server.address.text(), now, most),
         {seen(server, "connected_clients:" + std::to_string(now))},
         text("Past that it turns nodes away, after a restart or failover first of all."),
         configFix(text("Let more in, or find out who they are by CLIENT LIST."), server,
                   "maxclients " + std::to_string(2 * most))});
  }

  void sumUp() {
    std::vector<Text> evidence;
    for (const RedisServerFacts& server : m_facts.masters) {
      evidence.push_back(seen(server, "Redis " + server.field("redis_version") + ", master"));
    }
    for (const RedisServerFacts& server : m_facts.replicas) {
      if (server.answers()) evidence.push_back(seen(server, "Redis " + server.field("redis_version") + ", replica"));
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
