#pragma once

#include <QStringList>

namespace lk::ui {

// Where a device on another machine or on this one finds a listener: an address of this machine for a listener on all.
[[nodiscard]] QString addressForDevices(const QStringList& listen);

}  // namespace lk::ui
