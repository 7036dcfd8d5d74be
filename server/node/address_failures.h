#pragma once

#include <algorithm>
#include <deque>

#include "server/node/control_types.h"

namespace lk::node {

// Connections that ended before a device was named: the newest, one entry for each address and cause. Bounded.
class AddressFailures {
 public:
  explicit AddressFailures(std::size_t atMost = 256) : m_atMost(atMost) {}

  // kind: of a protocol error; empty for all else.
  void add(qint64 atMs, const QString& address, CloseReason reason, const QString& kind, const QString& detail) {
    AddressFailure failure{address, atMs, 1, reason, kind, detail};
    const auto same = std::ranges::find_if(m_failures, [&](const AddressFailure& known) {
      return known.address == address && known.reason == reason && known.kind == kind;
    });
    if (same != m_failures.end()) {
      failure.times += same->times;
      m_failures.erase(same);
    }
    m_failures.push_front(std::move(failure));
    if (m_failures.size() > m_atMost) m_failures.pop_back();
  }

  // Newest first.
  [[nodiscard]] QList<AddressFailure> since(qint64 atMs) const {
    QList<AddressFailure> found;
    for (const AddressFailure& failure : m_failures) {
      if (failure.lastAtMs >= atMs) found.push_back(failure);
    }
    return found;
  }

 private:
  std::size_t m_atMost;
  std::deque<AddressFailure> m_failures;  // newest first
};

}  // namespace lk::node
