#pragma once

#include <memory>

#include "ui/secret_store.h"

namespace lk::app {

// Where this system keeps its user's passwords; one that keeps none says so.
[[nodiscard]] std::unique_ptr<ui::SecretStore> systemSecrets();

}  // namespace lk::app
