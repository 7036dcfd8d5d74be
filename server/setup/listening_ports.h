#pragma once

#include <optional>

#include "server/setup/system.h"

namespace lk::setup {

// A TCP port that something listens on.
struct ListeningPort {
  Address address;      // as bound; 0.0.0.0 or :: for all
  std::string program;  // empty: not this user's to know
  std::int64_t pid = 0;
  std::int64_t backlog = 0;  // connections that may wait to be taken; 0: not known
  bool operator==(const ListeningPort&) const = default;
};

// All of this machine. Errors: of System::run and readFile; Protocol, when the answer can't be read.
[[nodiscard]] Result<std::vector<ListeningPort>> listeningPorts(System& system, const Patience& patience);

// Whether both can't be bound at once.
[[nodiscard]] bool sameDoor(const Address& one, const Address& other);

// What systems answer. Pure; any bytes may come, lines that make no sense are passed over.
// `ss -ltnpH`
[[nodiscard]] std::vector<ListeningPort> readSs(std::string_view out);
// /proc/net/tcp and /proc/net/tcp6
[[nodiscard]] std::vector<ListeningPort> readProcNetTcp(std::string_view text);
// PowerShell's objects as JSON: address, port, pid, program. Empty: it is no such list.
[[nodiscard]] std::optional<std::vector<ListeningPort>> readPortObjects(std::string_view json);

}  // namespace lk::setup
