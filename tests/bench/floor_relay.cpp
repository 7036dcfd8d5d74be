#include "tests/bench/floor_relay.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <array>
#include <utility>

namespace lk::bench {

namespace {

// The text of a field whose value has nothing escaped; empty: there is none.
std::string_view field(std::string_view json, std::string_view name) {
  const std::size_t at = json.find(name);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + name.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace

bool FloorRelay::begin() {
  m_subscriber.heard = [this](std::string_view message) { deliver(message); };
  return m_subscriber.send({"SUBSCRIBE", "lk:cmd"});
}

void FloorRelay::deviceCame(std::string_view hello, int descriptor) {
  m_devices[std::string(field(hello, R"("device":")"))] = descriptor;
}

void FloorRelay::deliver(std::string_view message) {
  const auto device = m_devices.find(std::string(field(message, R"("device":")")));
  if (device == m_devices.end()) return;
  const std::string_view payload = field(message, R"("payload":")");
  const std::uint32_t id = ++m_lastFrame;
  std::array<char, 4> written{};
  for (std::size_t i = 0; i < written.size(); ++i) written[i] = static_cast<char>(id >> (8 * (3 - i)));
  m_frame.clear();
  putHeader(m_frame, 7, written.data(), static_cast<std::uint32_t>(payload.size()));
  m_frame.append(payload);
  if (::send(device->second, m_frame.data(), m_frame.size(), MSG_NOSIGNAL) < 0) return;
  m_underWay[id] = {std::string(field(message, R"("id":")")), device->first};
}

void FloorRelay::acknowledged(std::uint32_t frameId) {
  const auto command = m_underWay.extract(frameId);
  if (command.empty()) return;
  publish(command.mapped(), "written");
  publish(command.mapped(), "done");
}

void FloorRelay::publish(const UnderWay& command, std::string_view status) {
  std::string message = R"({"id":")" + command.id + R"(","device":")" + command.device + R"(","status":")";
  message.append(status).append("\"}");
  m_results +=
      "*3\r\n$7\r\nPUBLISH\r\n$9\r\nlk:result\r\n$" + std::to_string(message.size()) + "\r\n" + message + "\r\n";
}

bool FloorRelay::readPublisher() {
  std::array<char, 65'536> answers;
  return ::recv(m_publisher.descriptor(), answers.data(), answers.size(), MSG_DONTWAIT) > 0;
}

bool FloorRelay::flush() {
  if (m_results.empty()) return true;
  const std::string results = std::exchange(m_results, {});
  return ::send(m_publisher.descriptor(), results.data(), results.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(results.size());
}

void putHeader(std::string& out, unsigned char type, const char* id, std::uint32_t length) {
  const std::uint32_t bigEndian = htonl(length);
  out.append("LK\x01");
  out.push_back(static_cast<char>(type));
  out.append(id, 4);
  out.append(reinterpret_cast<const char*>(&bigEndian), 4);
}

}  // namespace lk::bench
