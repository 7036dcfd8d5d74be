// What is to be said of one of Redis' servers: what it keeps, what it throws away, and whom it lets in.
#include <utility>

#include "server/setup/numbers.h"
#include "server/setup/redis_check_parts.h"

namespace lk::setup {

namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;
constexpr std::int64_t kPubsubHard = 32 * kMiB;  // Redis' own defaults: what a burst of messages needs
constexpr std::int64_t kPubsubSoft = 8 * kMiB;

class ServerJudge {
 public:
  ServerJudge(const RedisFacts& facts, const RedisServerFacts& server) : m_facts(facts), m_server(server) {}

  std::vector<Finding> all() {
    lookAtPersistence();
    lookAtMemory();
    lookAtPubsub();
    lookAtClients();
    return std::move(m_findings);
  }

 private:
  void add(Finding finding) { m_findings.push_back(std::move(finding)); }

  [[nodiscard]] Fix configFix(Text words, const std::string& setting) const {
    return {std::move(words),
            {redisCli(m_facts, m_server, "CONFIG SET " + setting), redisCli(m_facts, m_server, "CONFIG REWRITE")},
            std::nullopt};
  }

  void lookAtPersistence() {
    const bool aof = m_server.number("aof_enabled") != 0;
    if (m_server.field("rdb_last_bgsave_status") == "err" || m_server.field("aof_last_write_status") == "err" ||
        m_server.field("aof_last_bgrewrite_status") == "err") {
      add({"redis.saving-fails",
           Grade::Problem,
           text("Redis at {0} can't write its data to disk", m_server.address.text()),
           {seenAt(m_server, "rdb_last_bgsave_status:" + m_server.field("rdb_last_bgsave_status")),
            seenAt(m_server, "aof_last_write_status:" + m_server.field("aof_last_write_status"))},
           text("By its default it refuses all writes then: no routes, no durable commands, no reports."),
           Fix{text("Make room on its disk, and look at its log."),
               {redisCli(m_facts, m_server, "INFO persistence")},
               std::nullopt}});
    }
    if (aof) {
      if (m_server.configured("appendfsync") == "no") {
        add({"redis.fsync-never",
             Grade::Warning,
             text("Redis at {0} leaves it to the system when to write", m_server.address.text()),
             {seenAt(m_server, "appendfsync no")},
             text("When the machine loses power, durable commands of the last half minute are lost."),
             configFix(text("Write once a second."), "appendfsync everysec")});
      }
      return;
    }
    if (!m_server.config.contains("save")) return;  // said once, as a whole
    const std::string save = m_server.configured("save");
    if (save.empty()) {
      add({"redis.no-persistence",
           Grade::Warning,
           text("Redis at {0} keeps nothing on disk", m_server.address.text()),
           {seenAt(m_server, "appendonly no, save \"\"")},
           text("When it restarts, all durable commands and all reports that nobody has read are lost."),
           configFix(text("Let it append what it does to a file."), "appendonly yes")});
      return;
    }
    add({"redis.snapshots-only",
         Grade::Warning,
         text("Redis at {0} saves snapshots only", m_server.address.text()),
         {seenAt(m_server, "appendonly no, save \"" + save + "\"")},
         text("When it crashes, durable commands and reports since the last snapshot are lost, minutes of them, and "
              "commands that were done since may be done again."),
         configFix(text("Let it append what it does to a file."), "appendonly yes")});
  }

  void lookAtMemory() {
    const std::int64_t most = m_server.number("maxmemory");
    const std::int64_t used = m_server.number("used_memory");
    const std::string policy = m_server.field("maxmemory_policy");
    if (!policy.empty() && policy != "noeviction") {
      const bool bounded = most > 0;
      add({bounded ? "redis.evicts" : "redis.would-evict",
           bounded ? Grade::Problem : Grade::Warning,
           text("Redis at {0} throws keys away when memory is short", m_server.address.text()),
           {seenAt(m_server, "maxmemory_policy:" + policy), seenAt(m_server, "maxmemory:" + std::to_string(most))},
           text("It loses routes, so that devices that are connected count as offline, leases, so that nodes count as "
                "dead, and durable commands. All without a word."),
           configFix(text("Let it refuse writes instead: nodes buffer, and say so."), "maxmemory-policy noeviction")});
    }
    if (most > 0 && used * 100 >= most * 80) {
      const bool grave = used * 100 >= most * 95;
      add({grave ? "redis.memory-full" : "redis.memory-near",
           grave ? Grade::Problem : Grade::Warning,
           text("Redis at {0} uses {1} % of its memory", m_server.address.text(), used * 100 / most),
           {seenAt(m_server, "used_memory:" + std::to_string(used)),
            seenAt(m_server, "maxmemory:" + std::to_string(most))},
           text("At the limit it refuses writes, or throws keys away."),
           configFix(text("Give it more memory, read the uplink streams faster, or keep less of them with "
                          "redis.uplink-maxlen."),
                     "maxmemory " + std::to_string(2 * most))});
    }
    const std::int64_t machine = m_server.number("total_system_memory");
    if (most == 0 && machine > 0 && used * 100 >= machine * 80) {
      add({"redis.machine-memory-near",
           Grade::Warning,
           text("Redis at {0} uses {1} % of its machine's memory", m_server.address.text(), used * 100 / machine),
           {seenAt(m_server, "used_memory:" + std::to_string(used)), seenAt(m_server, "maxmemory:0, no limit")},
           text("When memory ends, the system kills Redis."),
           Fix{text("Give the machine more memory, read the uplink streams faster, or keep less of them with "
                    "redis.uplink-maxlen."),
               {redisCli(m_facts, m_server, "INFO memory")},
               std::nullopt}});
    }
  }

  // "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60"
  void lookAtPubsub() {
    const std::string all = m_server.configured("client-output-buffer-limit");
    const std::size_t at = all.find("pubsub ");
    if (at == std::string::npos) return;
    const auto numbers = numbersIn(std::string_view(all).substr(at));
    if (numbers.size() < 3) return;
    const bool hardLow = numbers[0] > 0 && numbers[0] < kPubsubHard;
    const bool softLow = numbers[1] > 0 && numbers[1] < kPubsubSoft;
    if (!hardLow && !softLow) return;
    add({"redis.pubsub-buffer-small",
         Grade::Warning,
         text("Redis at {0} cuts subscribers early", m_server.address.text()),
         {seenAt(m_server, "client-output-buffer-limit " + all.substr(at))},
         text("A node that is slow for a moment, or a burst of commands, and Redis cuts its subscription: what was "
              "published until it is back is not delivered."),
         configFix(text("Give subscribers at least Redis' default."),
                   "client-output-buffer-limit \"pubsub 33554432 8388608 60\"")});
  }

  void lookAtClients() {
    const std::int64_t most = m_server.number("maxclients");
    const std::int64_t now = m_server.number("connected_clients");
    if (most == 0 || now * 100 < most * 80) return;
    add({"redis.clients-near",
         Grade::Warning,
         text("Redis at {0} has {1} of {2} clients", m_server.address.text(), now, most),
         {seenAt(m_server, "connected_clients:" + std::to_string(now))},
         text("Past that it turns nodes away, after a restart or failover first of all."),
         configFix(text("Let more in, or find out who they are by CLIENT LIST."),
                   "maxclients " + std::to_string(2 * most))});
  }

  const RedisFacts& m_facts;
  const RedisServerFacts& m_server;
  std::vector<Finding> m_findings;
};

}  // namespace

std::string redisCli(const RedisFacts& facts, const RedisServerFacts& server, const std::string& words) {
  CommandLine line{"redis-cli", {"-h", server.address.host, "-p", std::to_string(server.address.port)}};
  if (facts.url.tls) line.arguments.emplace_back("--tls");
  if (!facts.url.user.empty()) line.arguments.insert(line.arguments.end(), {"--user", facts.url.user});
  return line.shellText() + ' ' + words;
}

Text seenAt(const RedisServerFacts& server, std::string_view what) {
  return text("{0}: {1}", server.address.text(), what);
}

std::vector<Finding> judgeRedisServer(const RedisFacts& facts, const RedisServerFacts& server) {
  return ServerJudge(facts, server).all();
}

}  // namespace lk::setup
