#include "server/bus/confirmations.h"

#include <chrono>
#include <utility>

namespace lk::bus {

using namespace std::chrono_literals;

namespace {

constexpr auto kWaits = 8s;  // less than a command waits for its acknowledgement, unless it says so

}  // namespace

void Confirmations::add(const std::string& device, Bus::OnClaimed confirmed) {
  const HeldSession* held = m_held.find(device);
  m_confirming[device] = {held == nullptr ? 0 : held->session, std::move(confirmed), m_clock.steady() + kWaits};
}

bool Confirmations::over(const std::string& device, const Confirming& confirming) const {
  return confirming.until <= m_clock.steady() || !m_held.holds(device, confirming.session);
}

bool Confirmations::beginAsking(const std::string& device) {
  const auto found = m_confirming.find(device);
  return found != m_confirming.end() && beginAsking(device, found->second);
}

bool Confirmations::beginAsking(const std::string& device, Confirming& confirming) const {
  if (confirming.asking || over(device, confirming) || !m_held.find(device)->old(m_clock.steady())) return false;
  confirming.asking = true;
  return true;
}

std::vector<std::string> Confirmations::beginAskingAll() {
  std::vector<std::string> devices;
  for (auto& [device, confirming] : m_confirming) {
    if (beginAsking(device, confirming)) devices.push_back(device);
  }
  return devices;
}

void Confirmations::answered(const std::string& device, std::uint64_t session) {
  const auto found = m_confirming.find(device);
  if (found != m_confirming.end() && found->second.session == session) found->second.asking = false;
}

std::optional<Bus::OnClaimed> Confirmations::take(const std::string& device, std::uint64_t session) {
  const auto found = m_confirming.find(device);
  if (found == m_confirming.end() || found->second.session != session) return {};
  return std::move(m_confirming.extract(found).mapped().confirmed);
}

std::vector<GivenUpClaim> Confirmations::giveUpSome() {
  std::vector<GivenUpClaim> givenUp;
  for (auto i = m_confirming.begin(); i != m_confirming.end();) {
    auto& [device, confirming] = *i;
    if (over(device, confirming)) {
      givenUp.push_back({device, confirming.session, std::move(confirming.confirmed)});
      i = m_confirming.erase(i);
    } else {
      ++i;
    }
  }
  return givenUp;
}

}  // namespace lk::bus
