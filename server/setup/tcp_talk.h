#pragma once

#include "server/setup/system.h"

namespace lk::setup {

// System::talk over a TCP connection of this machine. Hears at most 1 MiB; what comes after that is too much, and ends
// as Silent. farewell: said once it was enough.
[[nodiscard]] Talk tcpTalk(const Address& to, std::string_view say, const std::function<bool(std::string_view)>& enough,
                           std::string_view farewell, const Patience& patience);

}  // namespace lk::setup
