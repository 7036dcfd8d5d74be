#include "server/bus/durable_pages.h"

#include <algorithm>
#include <utility>

#include "server/bus/claim_answer.h"

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kDeadline = 60s;

// Of places behind which there may be more, the one that comes first.
void noteFirst(std::unordered_map<std::string, std::uint64_t>& places, const std::string& device,
               std::uint64_t behind) {
  const auto place = places.emplace(device, behind).first;
  place->second = std::min(place->second, behind);
}

}  // namespace

DurablePages::DurablePages(RedisClient& client, const RedisKeys& keys, const RedisScripts& scripts, OnPulled onPulled)
    : m_client(client), m_keys(keys), m_scripts(scripts), m_results(keys.results()), m_onPulled(std::move(onPulled)) {}

void DurablePages::claimed(const std::string& device, const std::vector<Kept>& page, std::uint64_t moreBehind) {
  m_here.forget(device);
  m_here.came(device, page);
  if (moreBehind > 0) return expectMore(device, moreBehind);
  pullMore(device);  // what was heard of meanwhile
}

void DurablePages::kept(const std::string& device, std::uint64_t place) {
  const std::uint64_t behind = place - 1;
  if (m_pulling.contains(device) || m_here.hasRoom(device, 1)) return pull(device, behind);
  expectMore(device, behind);
}

void DurablePages::passed(const std::string& device, const std::string& id) {
  m_here.went(device, id);
  pullMore(device);
}

void DurablePages::forget(const std::string& device) {
  m_here.forget(device);
  m_more.erase(device);
  m_pulling.erase(device);
  m_pullAgain.erase(device);
}

void DurablePages::expectMore(const std::string& device, std::uint64_t behind) { noteFirst(m_more, device, behind); }

void DurablePages::pull(const std::string& device, std::uint64_t behind) {
  if (const auto more = m_more.find(device); more != m_more.end()) behind = std::min(behind, more->second);
  const std::uint64_t number = ++m_lastPull;
  if (!m_pulling.emplace(device, number).second) return noteFirst(m_pullAgain, device, behind);
  m_keys.write(m_commandKeys, device);
  const CommandsHere::Room room = m_here.roomOf(device);
  m_scripts.pull.call(
      m_client, {m_commandKeys.queue, kDeadline, true, false},
      {.commands = m_commandKeys, .limit = room.commands, .bytes = room.bytes, .results = m_results, .behind = behind},
      [this, device, behind, number](const RedisOutcome& outcome) {
        const auto pulling = m_pulling.find(device);
        if (pulling == m_pulling.end() || pulling->second != number) return;  // forgotten meanwhile
        m_pulling.erase(pulling);
        pulled(device, behind, outcome);
      });
}

void DurablePages::pulled(const std::string& device, std::uint64_t behind, const RedisOutcome& outcome) {
  if (outcome.ok()) {
    const auto known = m_more.find(device);
    if (known != m_more.end() && known->second >= behind) m_more.erase(known);
    const bool more = outcome.value.at(0).integer() == 1;
    if (more) expectMore(device, numberOf(outcome.value.at(2).text()));
    std::vector<Kept> page = readKept(outcome.value.at(1));
    m_here.came(device, page);
    m_onPulled(device, std::move(page));
  }
  if (const auto again = m_pullAgain.extract(device)) expectMore(device, again.mapped());
  if (outcome.ok()) pullMore(device);
}

// In pages, not one by one.
void DurablePages::pullMore(const std::string& device) {
  const auto more = m_more.find(device);
  if (more != m_more.end() && !m_pulling.contains(device) && m_here.hasRoom(device, 2)) pull(device, more->second);
}

}  // namespace lk::bus
