#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "server/setup/finding.h"
#include "server/setup/patience.h"
#include "server/setup/surroundings.h"
#include "server/setup/system.h"

namespace lk::setup {

// The words of `linekeeper check`.
enum class Area : std::uint8_t { Nginx, Firewall, Redis, Ports, Limits, Reach };

[[nodiscard]] std::string_view toText(Area area);  // nginx, firewall …

// One look at the surroundings. Runs in a thread of its own; knows nothing of who asked.
class Check {
 public:
  virtual ~Check() = default;

  [[nodiscard]] virtual std::string_view id() const = 0;  // nginx.config
  [[nodiscard]] virtual Area area() const = 0;
  [[nodiscard]] virtual Text title() const = 0;
  [[nodiscard]] virtual std::chrono::milliseconds deadline() const { return std::chrono::seconds(10); }

  // At least one finding, Good ones with what was seen. Returns soon after the patience is over.
  [[nodiscard]] virtual std::vector<Finding> run(System& system, const Surroundings& around,
                                                 const Patience& patience) = 0;
};

using Checks = std::vector<std::unique_ptr<Check>>;

}  // namespace lk::setup
