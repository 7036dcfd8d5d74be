#include "server/node/drain_pace.h"

#include <algorithm>

namespace lk::node {

std::size_t DrainPace::due(std::chrono::milliseconds passed, std::size_t left) {
  const double seconds = std::chrono::duration<double>(passed).count();
  m_owed = std::min(m_owed + m_rate * seconds, static_cast<double>(left));
  const auto due = static_cast<std::size_t>(m_owed);
  m_owed -= static_cast<double>(due);
  return due;
}

std::vector<std::size_t> drainShares(std::size_t count, std::span<const std::size_t> has) {
  std::vector<std::size_t> shares(has.size());
  if (shares.empty()) return shares;
  for (std::size_t i = 0; i < has.size(); ++i) {
    const std::size_t sharing = has.size() - i;
    shares[i] = std::min((count + sharing - 1) / sharing, has[i]);
    count -= shares[i];
  }
  // Those who have more end what the others do not have.
  for (std::size_t i = 0; i < has.size(); ++i) {
    const std::size_t more = std::min(count, has[i] - shares[i]);
    shares[i] += more;
    count -= more;
  }
  shares.back() += count;
  return shares;
}

}  // namespace lk::node
