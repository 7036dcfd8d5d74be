#pragma once

#include <string>
#include <string_view>

#include "server/bus/command.h"

namespace lk::bus {

// The JSON of `lk:cmd` as the bus contract has it. Unknown fields are passed over. Errors: Protocol, with what would
// be right.
[[nodiscard]] Result<Command> parseCommandMessage(std::string_view message);
// Of a message that is no good: id, device, reply and via as far as it bears usable ones, so that it can be answered
// `rejected` where it bears an id.
[[nodiscard]] Command answerableOf(std::string_view message);
// The same of one that is too long to be read whole: as far as it bears them in its first bytes and its last, with one
// long text in between, as a payload is.
[[nodiscard]] Command answerableOfEnds(std::string_view message, std::size_t most = 64 * 1024);

// The same, from a command; the payload as text where it is that, else as base64.
[[nodiscard]] std::string commandMessage(const Command& command);

// What somebody else wrote, safe for a log: cut, and anything but plain ASCII as \xNN.
[[nodiscard]] std::string forLog(std::string_view message);

[[nodiscard]] std::string toBase64(std::string_view bytes);

}  // namespace lk::bus
