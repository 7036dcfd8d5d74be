#pragma once

#include "server/setup/system.h"

namespace lk::setup {

// System::talkAndLeave over a TCP connection of this machine, with no last word System::talk. Hears at most 1 MiB; what
// comes after that is too much, and ends as Silent.
[[nodiscard]] Talk tcpTalk(const Address& to, std::string_view say, const std::function<bool(std::string_view)>& enough,
                           std::string_view lastWord, const Patience& patience);

}  // namespace lk::setup
