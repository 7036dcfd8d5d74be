#include "server/node/accept_pace.h"

#include <algorithm>

namespace lk::node {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kAtATime = 64;      // the node's thread has more to do
constexpr auto kMostLag = 20ms;           // a fraction of what a device would notice
constexpr std::size_t kMostClaims = 256;  // reports wait behind them for Redis
// Whatever lags, and for however long: nobody stays outside for ever.
constexpr std::size_t kFew = 16;
constexpr auto kFewEvery = 20ms;

}  // namespace

std::size_t AcceptPace::allow(Clock::Steady now, const Load& load) {
  if (load.lag < kMostLag && load.claiming < kMostClaims) {
    m_fewAt = now;
    return std::min(kAtATime, kMostClaims - load.claiming);
  }
  if (now - m_fewAt < kFewEvery) return 0;
  m_fewAt = now;
  return kFew;
}

}  // namespace lk::node
