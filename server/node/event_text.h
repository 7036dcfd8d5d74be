#pragma once

#include <QString>

#include "server/node/control_types.h"

namespace lk::node {

// One line of English for the log. Consoles have words of their own.
[[nodiscard]] QString eventText(const Event& event);

}  // namespace lk::node
