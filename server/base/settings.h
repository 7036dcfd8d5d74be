#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lk {

// Every setting of the program, with its default. The table below is what file, flags, validation, dialog and help use.
struct Settings {
  using ms = std::chrono::milliseconds;

  std::string nodeId;                               // empty: the host's name, put in by whoever composes
  std::vector<std::string> listen{"0.0.0.0:7600"};  // ADDR:PORT each; empty: no node of its own
  std::int64_t ioThreads = 0;                       // 0: one per core, at most 8
  ms helloTimeout{10'000};
  ms keepalive{60'000};
  ms keepaliveMax{300'000};
  std::int64_t maxPayload = 65'536;
  std::int64_t maxSessions = 0;                                 // 0: no limit but the descriptors
  std::int64_t maxConnectionsPerAddress = 0;                    // 0: no limit
  std::int64_t outBuffer = 262'144;                             // bytes a session
  std::int64_t maxPendingCommands = 64;                         // a session
  std::int64_t drainRate = 500;                                 // sessions a second
  std::string proxyProtocol = "off";                            // off, optional or required
  std::vector<std::string> proxyTrusted{"127.0.0.0/8", "::1"};  // who may say for whom it speaks
  std::string historyFile = "auto";                             // empty: none; auto: whoever composes puts a place in

  std::string redisUrl;
  std::string redisPrefix = "lk";
  std::string redisPasswordFile;
  std::string redisCaFile;
  ms redisLease{10'000};
  std::int64_t uplinkShards = 16;
  std::int64_t uplinkMaxlen = 1'000'000;
  std::int64_t uplinkBuffer = 67'108'864;

  std::string metricsListen;  // ADDR:PORT; empty: off

  std::string nginxBinary;                // empty: looked for
  std::string nginxConfig;                // empty: the one that nginx runs with, or would
  std::int64_t nginxExpectedDevices = 0;  // 0: the sessions there are, and 1000 at least
  std::vector<std::string> nginxListen;   // ADDR:PORT each; empty: as in use, or 0.0.0.0:7700

  std::string theme = "system";     // system, light or dark
  std::string language = "system";  // system, en or zh_CN

  bool operator==(const Settings&) const = default;
};

// One row: key, member, range, whether a running node takes it, its flag, and a sentence for people.
struct SettingsField {
  using Member = std::variant<std::string Settings::*, std::int64_t Settings::*, std::chrono::milliseconds Settings::*,
                              std::vector<std::string> Settings::*>;
  enum class Form {
    Text,
    NodeId,
    Address,
    AddressList,
    NetworkList,
    RedisUrl,
    FilePath,
    Count,
    Bytes,
    Duration,
    Choice
  };

  std::string_view section;
  std::string_view key;
  Member member;
  Form form;
  std::int64_t min = 0;  // Count and Bytes: as they are; Duration: milliseconds; Text: characters
  std::int64_t max = 0;
  bool reloadable = false;
  std::string_view flag;  // without dashes; empty: only --set
  std::string_view help{};
  std::string_view choices{};  // Choice: separated by '|'

  [[nodiscard]] std::string name() const { return std::string(section) + "." + std::string(key); }
};

[[nodiscard]] std::span<const SettingsField> settingsFields();

}  // namespace lk
