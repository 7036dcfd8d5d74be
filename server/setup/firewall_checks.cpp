#include "server/setup/areas.h"
#include "server/setup/firewall_look.h"

namespace lk::setup {

namespace {

class InboundCheck final : public Check {
 public:
  [[nodiscard]] std::string_view id() const override { return "firewall.inbound"; }
  [[nodiscard]] Area area() const override { return Area::Firewall; }
  [[nodiscard]] Text title() const override { return text("The firewall lets devices in"); }
  // PowerShell takes seconds to begin, and reads some hundred rules.
  [[nodiscard]] std::chrono::milliseconds deadline() const override { return std::chrono::seconds(60); }

  [[nodiscard]] std::vector<Finding> run(System& system, const Surroundings& around,
                                         const Patience& patience) override {
    std::vector<ExposedPort> ports = exposedPorts(around);
    if (system.kind() == System::Kind::Windows) return lookAtWindowsFirewall(system, ports, patience);
    for (ExposedPort& port : nginxPorts(system, patience)) ports.push_back(std::move(port));
    return lookAtLinuxFirewall(system, ports, patience);
  }
};

}  // namespace

Checks firewallChecks() {
  Checks checks;
  checks.push_back(std::make_unique<InboundCheck>());
  return checks;
}

}  // namespace lk::setup
