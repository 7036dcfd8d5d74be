#include <algorithm>

#include "server/bus/redis_inquiry.h"
#include "server/setup/areas.h"
#include "server/setup/redis_check_parts.h"

namespace lk::setup {

using namespace std::chrono_literals;

namespace {

Finding noRedis() {
  return {"redis.none",
          Grade::Good,
          text("No Redis is used"),
          {text("redis.url is empty: one node, whose durable commands live as long as it does")},
          {},
          std::nullopt};
}

Finding badSettings(const Error& error) {
  return {"redis.settings",
          Grade::Problem,
          text("Redis can't be reached with these settings"),
          {text("{0}", error.text)},
          text("Nodes do not start with them."),
          Fix{text("Mend the settings of the section redis."), {"linekeeper --check-config"}, std::nullopt}};
}

class RedisServersCheck final : public Check {
 public:
  std::string_view id() const override { return "redis.servers"; }
  Area area() const override { return Area::Redis; }
  Text title() const override { return text("Redis' servers and how they are set up"); }
  std::chrono::milliseconds deadline() const override { return 30s; }

  std::vector<Finding> run(System& /*system*/, const Surroundings& around, const Patience& patience) override {
    if (around.settings.redisUrl.empty()) return {noRedis()};
    const auto options = bus::redisOptions(around.settings, "linekeeper-check");
    if (!options) return {badSettings(options.error())};
    return judgeRedis(lookAtRedis(*options, patience));
  }
};

// A few PINGs to each master, one after the other.
class RedisLatencyCheck final : public Check {
 public:
  explicit RedisLatencyCheck(const Clock& clock) : m_clock(clock) {}

  std::string_view id() const override { return "redis.latency"; }
  Area area() const override { return Area::Redis; }
  Text title() const override { return text("How fast Redis answers"); }
  std::chrono::milliseconds deadline() const override { return 20s; }

  std::vector<Finding> run(System& /*system*/, const Surroundings& around, const Patience& patience) override {
    if (around.settings.redisUrl.empty()) {
      return {{"redis.latency-none",
               Grade::Good,
               text("Without Redis nothing waits for it"),
               {text("redis.url is empty")},
               {},
               std::nullopt}};
    }
    const auto options = bus::redisOptions(around.settings, "linekeeper-check");
    if (!options) return {badSettings(options.error())};
    const auto masters = allMasters(*options, patience);
    if (!masters) return {notMeasured(masters.error().text)};
    std::vector<Text> evidence;
    std::chrono::microseconds slowest{0};
    for (const bus::RedisAddress& master : *masters) {
      const auto took = measure(*options, master, patience);
      if (!took) return {notMeasured(took.error().text)};
      evidence.push_back(text("{0}: PING takes {1} µs (median of {2})", master.text(), took->count(), kPings));
      slowest = std::max(slowest, *took);
    }
    if (slowest < kSlow) {
      return {{"redis.latency-ok",
               Grade::Good,
               text("Redis answers in {0} µs", slowest.count()),
               std::move(evidence),
               {},
               std::nullopt}};
    }
    const std::string port = std::to_string(masters->front().port);
    return {
        {"redis.slow", slowest < kVerySlow ? Grade::Warning : Grade::Problem,
         text("Redis takes {0} ms to answer", slowest.count() / 1'000), std::move(evidence),
         text("Each connect of a device waits for Redis once, each command twice at most: all of it takes so much "
              "longer, and leases may run out."),
         Fix{text("Put Redis near the nodes, and look at what keeps it busy."),
             {CommandLine{"redis-cli", {"--latency", "-h", masters->front().host, "-p", port}}.shellText(),
              CommandLine{"redis-cli", {"-h", masters->front().host, "-p", port, "SLOWLOG", "GET", "10"}}.shellText()},
             std::nullopt}}};
  }

 private:
  static constexpr std::size_t kPings = 9;
  static constexpr std::chrono::microseconds kSlow = 10ms;
  static constexpr std::chrono::microseconds kVerySlow = 500ms;

  static Finding notMeasured(const std::string& why) {
    return {"redis.latency-not-seen",
            Grade::Unknown,
            text("Redis' speed could not be measured"),
            {text("{0}", why)},
            {},
            std::nullopt};
  }

  Result<std::chrono::microseconds> measure(const bus::RedisOptions& options, const bus::RedisAddress& master,
                                            const Patience& patience) const {
    bus::RedisInquiry inquiry(options, master, [&patience] { return patience.left(); });
    if (const auto opened = inquiry.open(); !opened) return opened.error();
    std::vector<std::chrono::microseconds> took;
    for (std::size_t i = 0; i < kPings; ++i) {
      const auto began = m_clock.steady();
      if (const auto answer = inquiry.ask({"PING"}); !answer) return answer.error();
      took.push_back(std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - began));
    }
    std::sort(took.begin(), took.end());
    return took[kPings / 2];
  }

  const Clock& m_clock;
};

}  // namespace

Checks redisChecks(const Clock& clock) {
  Checks checks;
  checks.push_back(std::make_unique<RedisServersCheck>());
  checks.push_back(makeRedisRightsCheck());
  checks.push_back(std::make_unique<RedisLatencyCheck>(clock));
  return checks;
}

}  // namespace lk::setup
