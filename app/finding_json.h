#pragma once

#include <QJsonObject>

#include "server/setup/finding.h"

namespace lk::app {

// id, grade, title, evidence, why; fix with text, commands and, where the program can do it itself, action.
[[nodiscard]] QJsonObject toJson(const setup::Finding& finding);

}  // namespace lk::app
