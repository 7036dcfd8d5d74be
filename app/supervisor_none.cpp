#include "app/supervisor.h"

namespace lk::app {

std::unique_ptr<Supervisor> systemSupervisor() { return nullptr; }

}  // namespace lk::app
