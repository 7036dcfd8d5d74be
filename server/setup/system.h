#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/address.h"
#include "server/base/result.h"
#include "server/setup/finding.h"
#include "server/setup/patience.h"

namespace lk::setup {

// What a program said.
struct Ran {
  int exitCode = 0;
  std::string out;
  std::string err;
};

// What came of talking to an address.
struct Talk {
  enum class End : std::uint8_t {
    Answered,     // until it was enough
    Refused,      // nobody listens, or a firewall that says so
    NoAnswer,     // nothing came back to the attempt to connect: dropped on the way
    Unreachable,  // the network says there is no way
    Silent,       // connected, and not enough was said in time
    Closed,       // connected, and closed before enough was said
    Reset,        // connected, and cut
  };
  End end = End::NoAnswer;
  std::string heard;
  std::string from;  // the own address, once connected
  std::chrono::microseconds connectTook{0};
  std::string detail;  // the system's own words
};

// All that checks ask of the machine. Blocking; ends with the caller's patience. Tests have one of recordings.
class System {
 public:
  enum class Kind : std::uint8_t { Linux, Windows };

  virtual ~System() = default;

  [[nodiscard]] virtual Kind kind() const = 0;

  // Errors: NotFound (no such program), NotPermitted, Timeout (it was ended), Limit (it said too much), Io.
  // input goes to its standard input.
  [[nodiscard]] virtual Result<Ran> run(const CommandLine& command, const Patience& patience,
                                        std::string_view input = {}) = 0;
  // Where PATH and the usual folders of servers have it: the whole path of each, in that order.
  [[nodiscard]] virtual std::vector<std::string> findProgram(std::string_view name) = 0;

  // Errors: NotFound, NotPermitted, Limit (over 8 MiB), Io.
  [[nodiscard]] virtual Result<std::string> readFile(const std::string& path) = 0;
  // Whole or not at all; a file that was there stays whose it is, with its mode and ACL. Errors: NotPermitted, Io.
  [[nodiscard]] virtual Result<void> writeFile(const std::string& path, std::string_view content) = 0;
  [[nodiscard]] virtual Result<void> removeFile(const std::string& path) = 0;
  // Full paths, sorted. Pattern: * ? and [] within the last part. Errors: NotFound (no such folder), NotPermitted.
  [[nodiscard]] virtual Result<std::vector<std::string>> filesLike(const std::string& pattern) = 0;
  // Empty: it is there under no name. Links are followed.
  [[nodiscard]] virtual std::string realPath(const std::string& path) = 0;
  // Since its content changed; less than nothing: by a clock that is ahead. Errors: NotFound.
  [[nodiscard]] virtual Result<std::chrono::milliseconds> ageOf(const std::string& path) = 0;
  // Bytes that this user can still write where the path is, or would be. Errors: NotFound, Io.
  [[nodiscard]] virtual Result<std::uint64_t> freeBytes(const std::string& path) = 0;

  // Connects, says it, and listens until enough(heard) or the patience is over.
  [[nodiscard]] virtual Talk talk(const Address& to, std::string_view say,
                                  const std::function<bool(std::string_view)>& enough, const Patience& patience) = 0;
  // The same, and where it was enough, says a last word before it leaves.
  [[nodiscard]] virtual Talk talkAndLeave(const Address& to, std::string_view say,
                                          const std::function<bool(std::string_view)>& enough,
                                          std::string_view /*lastWord*/, const Patience& patience) {
    return talk(to, say, enough, patience);
  }
  // Of this machine, without loopback and link-local ones.
  [[nodiscard]] virtual std::vector<std::string> ownAddresses() = 0;
};

}  // namespace lk::setup
