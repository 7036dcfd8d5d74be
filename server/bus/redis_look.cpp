#include "server/bus/redis_look.h"

#include <algorithm>

#include "server/bus/result_message.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kDeadline = 2s;
constexpr std::string_view kShown = "16";

}  // namespace

DeviceLook readDeviceLook(RedisValue answer) {
  DeviceLook look;
  look.answered = true;
  look.routeInstance = answer.at(0).at(1).text();
  look.routeEpoch = static_cast<std::uint64_t>(answer.at(0).at(0).integer());
  look.routeSession = static_cast<std::uint64_t>(answer.at(0).at(2).integer());
  look.lastInstance = answer.at(0).at(3).text();
  look.lastUntilMs = answer.at(0).at(4).integer();
  look.lastGone = answer.at(0).at(5).text() == "gone";
  look.waitingCount = static_cast<std::uint64_t>(std::max<std::int64_t>(answer.at(1).integer(), 0));
  const RedisValue waiting = answer.at(2);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    look.waiting.push_back(
        {std::string(waiting.at(i).at(0).text()), std::chrono::milliseconds(waiting.at(i).at(1).integer())});
  }
  const RedisValue ended = answer.at(3);
  for (std::size_t i = 0; i < ended.size(); ++i) {
    auto result = parseResultMessage(ended.at(i).at(1).text());
    if (result) look.ended.push_back({ended.at(i).at(0).integer(), std::move(*result)});
  }
  return look;
}

void lookAtDevice(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, const std::string& device,
                  OnLook onLook) {
  const std::string route = keys.route(device);
  const std::string queue = keys.queue(device);
  const std::string kept = keys.kept(device);
  const std::string ended = keys.ended(device);
  client.callScript({route, kDeadline, true, false}, scripts.lookAtDevice, {route, queue, kept, ended}, {kShown},
                    [&client, onLook = std::move(onLook)](const RedisOutcome& outcome) {
                      if (outcome.ok()) return onLook(readDeviceLook(outcome.value));
                      DeviceLook look;
                      look.why = client.up() || client.why().empty() ? outcome.text : client.why();
                      onLook(std::move(look));
                    });
}

}  // namespace lk::bus
