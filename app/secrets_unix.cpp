#include "app/secret_tool.h"
#include "app/secrets.h"

namespace lk::app {

std::unique_ptr<ui::SecretStore> systemSecrets() { return std::make_unique<SecretTool>(); }

}  // namespace lk::app
