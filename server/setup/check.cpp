#include "server/setup/check.h"

namespace lk::setup {

std::string_view toText(Area area) {
  switch (area) {
    case Area::Nginx: return "nginx";
    case Area::Firewall: return "firewall";
    case Area::Redis: return "redis";
    case Area::Ports: return "ports";
    case Area::Limits: return "limits";
    case Area::Reach: return "reach";
  }
  return "reach";
}

}  // namespace lk::setup
