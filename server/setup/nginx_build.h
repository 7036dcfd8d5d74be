#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lk::setup {

// What `nginx -V` says of how it was built.
struct NginxBuild {
  enum class Stream : std::uint8_t { Absent, Dynamic, BuiltIn };

  std::string product;           // nginx/1.22.1
  std::array<int, 3> version{};  // of nginx itself
  std::vector<std::string> arguments;
  Stream stream = Stream::Absent;
  std::string prefix;       // empty: where it is started
  std::string confPath;     // as built in; relative to the prefix, or whole
  std::string modulesPath;  // empty: PREFIX/modules

  [[nodiscard]] std::string argument(std::string_view name) const;  // --NAME=…; empty: not given
};

// None: this is not what nginx says.
[[nodiscard]] std::optional<NginxBuild> parseNginxBuild(std::string_view said);

}  // namespace lk::setup
