#pragma once

#include <optional>
#include <string>

#include "server/setup/system.h"

namespace lk::setup {

// What came of a device's HELLO at an address.
struct NodeProbe {
  Talk talk;
  std::string device;           // that it said to be
  std::string node;             // that answered WELCOME; empty: none did
  std::optional<Text> refusal;  // a node answered, with a CLOSE

  [[nodiscard]] bool nodeAnswered() const { return !node.empty() || refusal.has_value(); }
  [[nodiscard]] Text what() const;  // in a sentence
};

// Who speaks first on a connection to there.
enum class ProbeHeader : std::uint8_t {
  None,
  ProxyV1,  // the listener wants the PROXY protocol's header ahead of all else
};

// Comes as a device of its own name, hears WELCOME, and leaves with CLOSE 0: it takes no device's place.
[[nodiscard]] NodeProbe probeNode(System& system, const Address& at, ProbeHeader header, const Patience& patience);

}  // namespace lk::setup
