#include "server/setup/all_checks.h"

#include <iterator>

#include "server/setup/areas.h"

namespace lk::setup {

std::optional<Area> areaFromText(std::string_view text) {
  for (const Area area : kAreas) {
    if (toText(area) == text) return area;
  }
  return std::nullopt;
}

Checks checksOf(Area area, const Clock& clock) {
  switch (area) {
    case Area::Nginx: return nginxChecks();
    case Area::Firewall: return firewallChecks();
    case Area::Redis: return redisChecks(clock);
    case Area::Ports: return portChecks();
    case Area::Limits: return limitChecks(clock);
    case Area::Reach: return reachChecks();
  }
  return {};
}

Checks allChecks(const Clock& clock) {
  Checks all;
  for (const Area area : kAreas) {
    Checks some = checksOf(area, clock);
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

}  // namespace lk::setup
