#include "server/node/takeover_watch.h"

#include <algorithm>

namespace lk::node {

using std::chrono::duration_cast;
using std::chrono::seconds;

std::string TakeoverWatch::Found::sentence() const {
  const std::string often = std::to_string(times) + " times within " + std::to_string(within.count());
  if (!second.empty()) return first + " and " + second + " took it from each other " + often + " s";
  return "taken over " + often + " s, from " + first +
         " alone: two devices or programs there go by this id, or one connects anew without closing";
}

std::optional<TakeoverWatch::Found> TakeoverWatch::tookOver(const std::string& device, std::string_view address,
                                                            Clock::Steady now) {
  Device& known = m_devices.touch(device);
  if (now < known.quietUntil) return std::nullopt;
  auto& takeovers = known.takeovers;
  std::erase_if(takeovers, [now](const Takeover& one) { return now - one.at > kWindow; });
  if (takeovers.size() >= kAnywhere) takeovers.erase(takeovers.begin());
  takeovers.push_back({now, std::string(address)});
  auto found = judge(takeovers);
  if (found) {
    known.quietUntil = now + kQuiet;
    takeovers = {};
  }
  return found;
}

std::optional<TakeoverWatch::Found> TakeoverWatch::judge(const std::vector<Takeover>& takeovers) {
  if (takeovers.size() < kTurns) return std::nullopt;
  const Takeover& last = takeovers.back();
  Found found{last.address, {}, takeovers.size(), duration_cast<seconds>(last.at - takeovers.front().at)};
  std::size_t returns = 0;
  for (std::size_t i = 1; i < takeovers.size(); ++i) {
    const std::string& address = takeovers[i].address;
    const std::string& before = takeovers[i - 1].address;
    if (address == before) continue;
    const auto end = takeovers.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::ranges::find(takeovers.begin(), end, address, &Takeover::address) != end) ++returns;
    found.second = address == last.address ? before : address;
  }
  const bool roams = returns == 0 && !found.second.empty();  // from ever new places
  const bool often = takeovers.size() >= kAnywhere && !roams;
  return returns >= kReturns || often ? std::optional(found) : std::nullopt;
}

}  // namespace lk::node
