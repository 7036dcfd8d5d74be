#include "server/setup/areas.h"
#include "server/setup/nginx_look.h"

namespace lk::setup {

namespace {

using Find = std::vector<Finding> (*)(const NginxLook&);

class NginxCheck final : public Check {
 public:
  // wantsConfig: without a configuration that can be read there is nothing to look at.
  NginxCheck(std::string_view id, std::string_view title, Find find, bool wantsConfig)
      : m_id(id), m_title(title), m_find(find), m_wantsConfig(wantsConfig) {}

  [[nodiscard]] std::string_view id() const override { return m_id; }
  [[nodiscard]] Area area() const override { return Area::Nginx; }
  [[nodiscard]] Text title() const override { return text(m_title); }

  [[nodiscard]] std::vector<Finding> run(System& system, const Surroundings& around,
                                         const Patience& patience) override {
    const NginxLook look(system, around, patience);
    if (m_wantsConfig && !look.facts.config) return {notLookedAt(look)};
    return m_find(look);
  }

 private:
  [[nodiscard]] Finding notLookedAt(const NginxLook& look) const {
    return {.id = std::string(m_id),
            .grade = Grade::Unknown,
            .title = look.facts.binaries.empty() ? text("Not looked at, as there is no nginx on this machine")
                                                 : text("Not looked at, as nginx's configuration cannot be read"),
            .evidence = {text("{0}", look.facts.config.error().text)},
            .why = {},
            .fix = {}};
  }

  std::string_view m_id;
  std::string_view m_title;
  Find m_find;
  bool m_wantsConfig;
};

}  // namespace

Checks nginxChecks() {
  Checks checks;
  const auto add = [&](std::string_view id, std::string_view title, Find find, bool wantsConfig = true) {
    checks.push_back(std::make_unique<NginxCheck>(id, title, find, wantsConfig));
  };
  add("nginx.program", "nginx and its stream module", nginxProgramFindings, false);
  add("nginx.config", "nginx's configuration and its stream block", nginxConfigFindings, false);
  add("nginx.upstream", "The nodes that nginx knows, and how it chooses", nginxUpstreamFindings);
  add("nginx.server", "How nginx treats devices' connections", nginxServerFindings);
  add("nginx.capacity", "Room for devices in nginx", nginxCapacityFindings);
  add("nginx.reload", "What a reload of nginx leaves behind", nginxReloadFindings);
  add("nginx.port", "nginx's port for devices", nginxPortFindings);
  return checks;
}

}  // namespace lk::setup
