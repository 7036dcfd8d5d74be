#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace lk::wire {

// HELLO's payload, checked: device 1 to 64 of A-Z a-z 0-9 . _ : - ; keepalive in seconds, 5 to 3600, or 0 for none
// asked; meta an object of strings, at most 1 KiB as compact JSON.
struct Hello {
  std::string device;
  std::string token;
  std::uint32_t keepaliveS = 0;
  std::string meta;  // compact JSON, or empty
};

// Unknown fields are passed over, so that devices may be newer than their node. The error says which field is wrong.
[[nodiscard]] Result<Hello> parseHello(std::string_view payload);

// The device that a HELLO names which is no good for another cause; empty: it names none.
[[nodiscard]] std::string namedDevice(std::string_view payload);

// HELLO's payload with its token blotted out, for people to look at; nothing of what is not a JSON object.
[[nodiscard]] std::string withoutToken(std::string_view payload);

struct Welcome {
  std::uint64_t session = 0;
  std::uint32_t keepaliveS = 0;
};

// node: a valid node id, which needs no escaping.
[[nodiscard]] std::string welcomePayload(const Welcome& welcome, std::string_view node);

}  // namespace lk::wire
