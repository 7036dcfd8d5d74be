#include "server/setup/nginx_build.h"

#include <algorithm>
#include <charconv>

namespace lk::setup {

namespace {

std::string_view lineAfter(std::string_view said, std::string_view beginning) {
  const std::size_t at = said.find(beginning);
  if (at == std::string_view::npos) return {};
  std::string_view rest = said.substr(at + beginning.size());
  rest = rest.substr(0, rest.find_first_of("\r\n"));
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

// Openresty and others name themselves, with nginx's number first or in parentheses.
std::optional<std::array<int, 3>> versionIn(std::string_view product) {
  const std::size_t own = product.find("nginx/");
  const std::size_t slash = own == std::string_view::npos ? product.find('/') : own + 5;
  if (slash == std::string_view::npos) return std::nullopt;
  const char* at = product.data() + slash + 1;
  const char* const end = product.data() + product.size();
  std::array<int, 3> version{};
  for (std::size_t i = 0; i < version.size(); ++i) {
    const auto [behind, wrong] = std::from_chars(at, end, version[i]);
    if (wrong != std::errc()) return std::nullopt;
    if (behind == end || *behind != '.') return i == 0 ? std::nullopt : std::optional(version);
    at = behind + 1;
  }
  return version;
}

std::vector<std::string> splitArguments(std::string_view line) {
  std::vector<std::string> arguments;
  std::string argument;
  bool quoted = false;
  for (const char c : line) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!argument.empty()) arguments.push_back(std::move(argument));
      argument.clear();
    } else {
      argument += c;
    }
  }
  if (!argument.empty()) arguments.push_back(std::move(argument));
  return arguments;
}

}  // namespace

std::string NginxBuild::argument(std::string_view name) const {
  const std::string beginning = "--" + std::string(name) + '=';
  for (const std::string& argument : arguments) {
    if (argument.starts_with(beginning)) return argument.substr(beginning.size());
  }
  return {};
}

std::optional<NginxBuild> parseNginxBuild(std::string_view said) {
  NginxBuild build;
  build.product = lineAfter(said, "version:");
  const auto version = versionIn(build.product);
  if (!version) return std::nullopt;
  build.version = *version;
  build.arguments = splitArguments(lineAfter(said, "configure arguments:"));
  if (std::ranges::find(build.arguments, "--with-stream=dynamic") != build.arguments.end()) {
    build.stream = NginxBuild::Stream::Dynamic;
  } else if (std::ranges::find(build.arguments, "--with-stream") != build.arguments.end()) {
    build.stream = NginxBuild::Stream::BuiltIn;
  }
  build.prefix = build.argument("prefix");
  build.confPath = build.argument("conf-path");
  if (build.confPath.empty()) build.confPath = "conf/nginx.conf";
  build.modulesPath = build.argument("modules-path");
  return build;
}

}  // namespace lk::setup
