#include "app/secret_windows.h"
#include "app/secrets.h"

namespace lk::app {

std::unique_ptr<ui::SecretStore> systemSecrets() { return std::make_unique<SecretWindows>(); }

}  // namespace lk::app
