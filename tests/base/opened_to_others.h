#pragma once

#include <QString>

namespace lk::test {

// What a file must not be that holds a secret: from now on everybody may read it. False: the system refused.
[[nodiscard]] bool openToOthers(const QString& path);

}  // namespace lk::test
