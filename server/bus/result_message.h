#pragma once

#include <string>
#include <string_view>

#include "server/bus/command.h"

namespace lk::bus {

// The JSON of `lk:result` as the bus contract has it. node: who says so.
[[nodiscard]] std::string resultMessage(const CommandResult& result, std::string_view node);

void appendResultMessage(std::string& out, const CommandResult& result, std::string_view node);
// That the same command was written, told at its end only.
void appendWrittenMessage(std::string& out, const CommandResult& end, std::string_view node);

// Errors: Protocol; it is not of that form.
[[nodiscard]] Result<CommandResult> parseResultMessage(std::string_view message);

}  // namespace lk::bus
