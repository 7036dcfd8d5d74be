#include "server/bus/redis_places.h"

#include <charconv>

#include "server/bus/redis_trouble.h"

namespace lk::bus {

namespace {

std::string_view fieldOf(RedisValue fields, std::string_view name) {
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    if (fields.at(i).text() == name) return fields.at(i + 1).text();
  }
  return {};
}

}  // namespace

std::optional<RedisAddress> readPlace(std::string_view host, std::string_view port) {
  RedisAddress address{std::string(host), 0};
  const auto [end, bad] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (host.empty() || bad != std::errc() || end != port.data() + port.size() || address.port == 0) return std::nullopt;
  return address;
}

std::optional<RedisAddress> readMaster(RedisValue answer) {
  return readPlace(answer.at(0).text(), answer.at(1).text());
}

std::optional<RedisAddress> readSwitch(std::string_view message, std::string_view name) {
  std::vector<std::string_view> words;
  while (!message.empty()) {
    const std::size_t space = message.find(' ');
    words.push_back(message.substr(0, space));
    message.remove_prefix(space == std::string_view::npos ? message.size() : space + 1);
  }
  if (words.size() < 5 || words[0] != name) return std::nullopt;
  return readPlace(words[3], words[4]);
}

std::vector<RedisAddress> readSentinels(RedisValue answer) {
  std::vector<RedisAddress> found;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    const auto address = readPlace(fieldOf(answer.at(i), "ip"), fieldOf(answer.at(i), "port"));
    if (address) found.push_back(*address);
  }
  return found;
}

// slave0:ip=127.0.0.1,port=7001,state=online,offset=1,lag=0
std::vector<RedisAddress> readReplicas(std::string_view info) {
  std::vector<RedisAddress> found;
  for (int i = 0; i < 64; ++i) {
    const std::string_view line = infoField(info, "slave" + std::to_string(i));
    if (line.empty()) break;
    const auto part = [line](std::string_view name) {
      const std::size_t at = line.find(name);
      if (at == std::string_view::npos) return std::string_view();
      const std::string_view value = line.substr(at + name.size());
      return value.substr(0, value.find(','));
    };
    if (const auto address = readPlace(part("ip="), part("port="))) found.push_back(*address);
  }
  return found;
}

}  // namespace lk::bus
