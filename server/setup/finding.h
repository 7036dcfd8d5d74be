#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/setup/text.h"

namespace lk::setup {

enum class Grade : std::uint8_t {
  Good,
  Unknown,  // it could not be looked at; the evidence says why
  Warning,  // works now, and will hurt
  Problem,  // devices or commands do not get through, or will be lost
};

[[nodiscard]] std::string_view toText(Grade grade);  // good, unknown, warning, problem

// A program with its arguments, as the system is asked to run it.
struct CommandLine {
  std::string program;
  std::vector<std::string> arguments;

  [[nodiscard]] std::string shellText() const;  // to copy into a POSIX shell
  bool operator==(const CommandLine&) const = default;
};

// What the program can do itself, and take back. Nothing of it happens before a person has read `does` and agreed.
struct Action {
  std::string id;  // firewall.allow-nginx
  Text label;      // a verb for the button
  Text does;       // what it will do, whole
  std::vector<CommandLine> commands;
  std::vector<CommandLine> undo;
  bool elevated = false;  // wants an administrator's rights
  bool operator==(const Action&) const = default;
};

struct Fix {
  Text text;
  std::vector<std::string> commands;  // to copy, exact
  std::optional<Action> action;       // where it is safe
  std::string block{};                // of a configuration, to copy, exact; lines
  bool operator==(const Fix&) const = default;
};

// One thing that a check found. Ids are for scripts and stay; texts are for people.
struct Finding {
  std::string id;  // nginx.stream-inside-http
  Grade grade = Grade::Good;
  Text title;                  // what is so, in one line
  std::vector<Text> evidence;  // where it was seen: file:line, a command's output, an address
  Text why;                    // why it matters; empty where all is good
  std::optional<Fix> fix;
  bool operator==(const Finding&) const = default;
};

// The gravest; Good of none.
[[nodiscard]] Grade worst(const std::vector<Finding>& findings);

}  // namespace lk::setup
