#pragma once

#include <QString>
#include <cstdint>

// Who else may use a file or folder of this user; one file for each kind of system. An administrator always may.
namespace lk {

enum class Use : std::uint8_t { Reading, Writing };

// Whether the system lets anybody but its owner do that. False where it can't be told.
[[nodiscard]] bool othersMay(Use use, const QString& path);

// From now on only its owner may read, write or enter it. False: the system refused.
[[nodiscard]] bool closeToOthers(const QString& path);

// What a person types to have that.
[[nodiscard]] QString closingCommand(const QString& path);

}  // namespace lk
