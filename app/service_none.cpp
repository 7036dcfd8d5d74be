#include "app/service_control.h"
#include "app/service_host.h"

namespace lk::app {

std::unique_ptr<ServiceControl> systemServiceControl() { return nullptr; }

ServiceSurroundings systemServiceSurroundings() { return {}; }

std::unique_ptr<ServiceHost> systemServiceHost() { return nullptr; }

}  // namespace lk::app
