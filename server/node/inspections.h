#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <utility>

#include "server/node/control_types.h"

namespace lk::node {

// Reports of devices under way, of which parts are still to come. Pure.
class Inspections {
 public:
  using Done = std::function<void(DeviceReport)>;

  // missing: parts that are to come, at least one. Comes back with the report's number.
  std::uint64_t begin(DeviceReport report, int missing, Done done) {
    m_underWay.emplace(++m_last, Inspecting{std::move(report), missing, std::move(done)});
    return m_last;
  }

  // One of the parts has come: put(report) puts it there, once.
  template <typename Put>
  void add(std::uint64_t number, Put put) {
    const auto found = m_underWay.find(number);
    if (found == m_underWay.end()) return;
    put(found->second.report);
    if (--found->second.missing > 0) return;
    const auto ended = m_underWay.extract(found);
    ended.mapped().done(std::move(ended.mapped().report));
  }

 private:
  struct Inspecting {
    DeviceReport report;
    int missing = 0;
    Done done;
  };

  std::unordered_map<std::uint64_t, Inspecting> m_underWay;
  std::uint64_t m_last = 0;
};

}  // namespace lk::node
