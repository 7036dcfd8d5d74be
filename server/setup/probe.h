#pragma once

#include <optional>

#include "server/base/vocabulary.h"
#include "server/setup/system.h"

namespace lk::setup {

// What came of being a device for a moment.
struct Probed {
  enum class End : std::uint8_t {
    Welcomed,       // by `node`
    TurnedAway,     // a node said CLOSE instead: `reason`, `sentence`
    WrongProtocol,  // something that is no node answered; `heard` shows how it began
    Refused,
    Dropped,  // no answer to the attempt to connect: a firewall, mostly
    Unreachable,
    Silent,  // connected, and no WELCOME in time
    Closed,  // connected, and closed without a word
    Reset,   // connected, and cut without a word
  };
  End end = End::Dropped;
  Address to;
  std::string device;  // that it said to be
  std::string from;    // the own address, once connected
  std::string node;
  std::optional<CloseReason> reason;
  std::string sentence;
  std::string heard;  // printable, its first 60 characters
  std::string detail;
  std::chrono::microseconds connectTook{0};

  [[nodiscard]] bool welcomed() const { return end == End::Welcomed; }
  [[nodiscard]] bool nodeAnswered() const { return welcomed() || end == End::TurnedAway; }
  // "192.168.1.5:7700: node n1 answered", for evidence.
  [[nodiscard]] Text says() const;
};

[[nodiscard]] std::string_view toText(Probed::End end);  // welcomed, turned-away …

// Connects, says HELLO as a device of a name of its own, so that it takes no other's place, reads who answers, and says
// CLOSE 0. proxyHeader: the entrance wants a PROXY header first.
[[nodiscard]] Probed probe(System& system, const Address& to, bool proxyHeader, const Patience& patience);

// What a talk that began with HELLO came to. Pure; any bytes may have been heard.
[[nodiscard]] Probed readProbe(const Talk& talk);

// As a person may read it: what is not printable as \xNN, cut after so many characters.
[[nodiscard]] std::string printable(std::string_view bytes, std::size_t atMost);

}  // namespace lk::setup
