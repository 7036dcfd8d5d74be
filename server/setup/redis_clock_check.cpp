#include "server/bus/redis_inquiry.h"
#include "server/setup/redis_check_parts.h"
#include "server/setup/redis_facts.h"

namespace lk::setup {

using namespace std::chrono_literals;

namespace {

Finding unknown(const std::string& why) {
  return {"limits.clock-not-seen",
          Grade::Unknown,
          text("Redis' clock could not be asked for"),
          {text("{0}", why)},
          {},
          std::nullopt};
}

std::string inMs(std::int64_t micros) { return std::to_string(micros / 1'000) + " ms"; }

class RedisClockCheck final : public Check {
 public:
  explicit RedisClockCheck(const Clock& clock) : m_clock(clock) {}

  std::string_view id() const override { return "limits.clock"; }
  Area area() const override { return Area::Limits; }
  Text title() const override { return text("Clocks of this machine and of Redis"); }

  std::vector<Finding> run(System& system, const Surroundings& around, const Patience& patience) override {
    if (around.settings.redisUrl.empty()) {
      return {{"limits.clock-alone", Grade::Good, text("Without Redis there is one clock only"), {}, {}, std::nullopt}};
    }
    const auto options = bus::redisOptions(around.settings, "linekeeper-check");
    if (!options) return {unknown(options.error().text)};
    const auto master = someMaster(*options, patience);
    if (!master) return {unknown(master.error().text)};
    bus::RedisInquiry inquiry(*options, *master, [&patience] { return patience.left(); });
    if (const auto opened = inquiry.open(); !opened) return {unknown(opened.error().text)};
    const std::int64_t asked = m_clock.wallMicros();
    const auto answer = inquiry.ask({"TIME"});
    const std::int64_t heard = m_clock.wallMicros();
    if (!answer) return {unknown(answer.error().text)};
    const auto time = bus::readTime(answer->value());
    if (!time) {
      const std::string_view said = answer->value().text();
      return {unknown(said.empty() ? "Redis answered no time of day"
                                   : "Redis answered no time of day: " + std::string(said))};
    }
    const std::int64_t redis = *time;
    // Read at some moment between asking and hearing: what lies within is no difference.
    const std::int64_t apart = redis < asked ? redis - asked : redis > heard ? redis - heard : 0;
    return {judge(apart, master->text(), around.settings.redisLease, system.kind())};
  }

 private:
  static Finding judge(std::int64_t apart, const std::string& where, std::chrono::milliseconds lease,
                       System::Kind kind) {
    const std::int64_t size = apart < 0 ? -apart : apart;
    const Text evidence = apart < 0 ? text("Redis at {0} is {1} behind this machine", where, inMs(size))
                                    : text("Redis at {0} is {1} ahead of this machine", where, inMs(size));
    if (size <= 1'000'000) {
      return {"limits.clock-ok", Grade::Good, text("Redis' clock and this machine's agree"),
              {evidence},        {},          std::nullopt};
    }
    const bool grave = std::chrono::microseconds(size) > lease / 2;
    std::vector<std::string> commands{"timedatectl set-ntp true", "timedatectl timesync-status"};
    if (kind == System::Kind::Windows) commands = {"w32tm /resync"};
    return {grave ? "limits.clock-far-off" : "limits.clock-off",
            grave ? Grade::Problem : Grade::Warning,
            text("Redis' clock and this machine's are {0} apart", inMs(size)),
            {evidence, text("redis.lease is {0} ms", lease.count())},
            text("Times in logs, reports and histories do not fit together, and who came first is hard to tell. "
                 "Ownership of devices is safe: leases and takeovers go by Redis' clock alone."),
            Fix{text("Let both machines follow a time server."), std::move(commands), std::nullopt}};
  }

  const Clock& m_clock;
};

}  // namespace

std::unique_ptr<Check> makeRedisClockCheck(const Clock& clock) { return std::make_unique<RedisClockCheck>(clock); }

}  // namespace lk::setup
