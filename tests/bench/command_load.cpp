#include "tests/bench/command_load.h"

#include <charconv>
#include <cstdio>

namespace lk::bench {

namespace {

constexpr const char* kBare = "lk-bench";

std::size_t numberOf(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

double secondsSince(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

}  // namespace

CommandLoad::CommandLoad(Load& load, std::uint16_t redisPort, int devices)
    : m_load(load),
      m_publisher(redisPort),
      m_results(redisPort),
      m_devices(devices),
      m_run(std::to_string(Clock::now().time_since_epoch().count())) {
  if (devices > 0) {
    m_load.commanded = [this](std::string_view payload) { arrived(payload); };
    m_results.heard = [this, id = m_run + '-'](std::string_view message) {
      const std::size_t at = message.find(id);
      if (at == std::string_view::npos || message.find("\"done\"") == std::string_view::npos) return;
      m_done += numberOf(message.substr(at + id.size())) >= m_first;
    };
  } else {
    m_results.heard = [this](std::string_view message) {
      const std::size_t at = message.find("\"payload\":\"");
      if (at == std::string_view::npos) return;
      arrived(message.substr(at + 11));
      m_done += numberOf(message.substr(at + 11)) >= m_first;
    };
  }
}

void CommandLoad::arrived(std::string_view payload) {
  const std::size_t number = numberOf(payload);
  if (number < m_first || number >= m_sentAt.size()) return;
  ++m_arrived;
  m_times.push_back(secondsSince(m_sentAt[number]) * 1e6);
}

bool CommandLoad::publish() {
  const std::string number = std::to_string(m_sentAt.size());
  const std::string device = Load::nameOf(m_devices > 0 ? m_sentAt.size() % static_cast<std::size_t>(m_devices) : 0);
  m_sentAt.push_back(Clock::now());
  return m_publisher.send({"PUBLISH", m_devices > 0 ? "lk:cmd" : kBare,
                           R"({"id":")" + m_run + '-' + number + R"(","device":")" + device + R"(","payload":")" +
                               number + R"( relay on"})"});
}

bool CommandLoad::begin() {
  if (!m_load.watch(m_publisher.descriptor(), [this] { return m_publisher.read(); }) ||
      !m_load.watch(m_results.descriptor(), [this] { return m_results.read(); }) ||
      !m_results.send({"SUBSCRIBE", m_devices > 0 ? "lk:result" : kBare})) {
    return false;
  }
  const auto start = Clock::now();
  while (!m_results.subscribed() && secondsSince(start) < 10) {
    if (!m_load.turn(0.1)) return false;
  }
  while (m_done == 0 && secondsSince(start) < 10) {
    if (!publish()) return false;
    for (const auto asked = Clock::now(); m_done == 0 && secondsSince(asked) < 0.1;) {
      if (!m_load.turn(0.1)) return false;
    }
  }
  // Those that went out before the server heard of them are nobody's; those of a device that was still being claimed
  // come yet, and count for nothing.
  for (const auto then = Clock::now(); secondsSince(then) < 0.2;) {
    if (!m_load.turn(0.1)) return false;
  }
  const bool good = m_done > 0;
  m_arrived = m_done = m_first = m_sentAt.size();
  return good;
}

bool CommandLoad::settle() {
  const auto then = Clock::now();
  while ((m_arrived < m_sentAt.size() || m_done < m_sentAt.size()) && secondsSince(then) < 5) {
    if (!m_load.turn(0.1)) return false;
  }
  const bool good = m_arrived == m_sentAt.size() && m_done == m_sentAt.size();
  if (!good) {
    std::fprintf(stderr, "of %zu commands %llu arrived and %llu ended\n", m_sentAt.size(),
                 static_cast<unsigned long long>(m_arrived), static_cast<unsigned long long>(m_done));
  }
  return good;
}

std::uint64_t CommandLoad::underWay(int depth, double seconds) {
  const std::uint64_t before = m_done;
  for (const auto start = Clock::now(); secondsSince(start) < seconds;) {
    while (m_sentAt.size() < m_done + static_cast<std::uint64_t>(depth)) {
      if (!publish()) return 0;
    }
    if (!m_load.turn(0.1)) return 0;
  }
  return settle() ? m_done - before : 0;
}

std::uint64_t CommandLoad::inHeaps(int heap, double seconds) {
  constexpr double kEvery = 0.1;
  const std::uint64_t before = m_done;
  const auto start = Clock::now();
  for (double due = 0; due < seconds; due += kEvery) {
    for (int i = 0; i < heap; ++i) {
      if (!publish()) return 0;
    }
    while (secondsSince(start) < due + kEvery) {
      if (!m_load.turn(due + kEvery - secondsSince(start))) return 0;
    }
  }
  return settle() ? m_done - before : 0;
}

std::vector<double> CommandLoad::paced(int perSecond, double seconds) {
  m_times.clear();
  const auto start = Clock::now();
  double published = 0;
  for (double now = 0; now < seconds; now = secondsSince(start)) {
    for (; published <= now * perSecond; ++published) {
      if (!publish()) return {};
    }
    if (!m_load.turn(published / perSecond - now)) return {};
  }
  return settle() ? m_times : std::vector<double>();
}

}  // namespace lk::bench
