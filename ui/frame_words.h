#pragma once

#include <QString>

#include "server/node/control_types.h"

// A traced frame in words: its type, and its payload in hex and as text.
namespace lk::ui::frame_words {

// As in the wire protocol: HELLO, REPORT …; a number where it has no name.
[[nodiscard]] QString type(quint8 number);
// → REPORT from the device, ← COMMAND to it.
[[nodiscard]] QString arrow(bool fromDevice);
// At most so many bytes; cut, it says so.
[[nodiscard]] QString hex(const QByteArray& payload, qsizetype atMost);
// What can be read of it, with a dot for each other byte.
[[nodiscard]] QString text(const QByteArray& payload, qsizetype atMost);
// Offset, sixteen bytes in hex, and as text, on each line.
[[nodiscard]] QString dump(const QByteArray& payload, int perLine = 16);

}  // namespace lk::ui::frame_words
