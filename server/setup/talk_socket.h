#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/base/address.h"
#include "server/setup/patience.h"

namespace lk::setup {

// The socket of one conversation over TCP, which never blocks; one file for each kind of system.
class TalkSocket {
 public:
  enum class Trouble : std::uint8_t { None, NotYet, Refused, TimedOut, Reset, Other };
  struct Failure {
    Trouble trouble = Trouble::None;
    std::string words;  // the system's own, in English

    explicit operator bool() const { return trouble != Trouble::None; }
  };
  struct Moved {
    std::size_t bytes = 0;
    Failure failure;
  };

  explicit TalkSocket(const Address& to);  // of a host by number
  ~TalkSocket();
  TalkSocket(const TalkSocket&) = delete;
  TalkSocket& operator=(const TalkSocket&) = delete;

  // NotYet: to be waited for, writable, and then connected() says how it went.
  [[nodiscard]] Failure connect();
  [[nodiscard]] Failure connected() const;
  [[nodiscard]] Moved send(std::string_view bytes) const;
  [[nodiscard]] Moved receive(std::span<char> into) const;  // no bytes and no failure: the stream has ended

  enum class For : std::uint8_t { Reading, Writing };
  // True once it can go on, or is broken; false when the patience is over.
  [[nodiscard]] bool waitFor(For what, const Patience& patience) const;

  [[nodiscard]] std::string ownAddress() const;  // once connected; else empty
  [[nodiscard]] static Failure tooLate();        // what the system would say, had it waited as long as it does

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace lk::setup
