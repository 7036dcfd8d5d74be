#include "server/setup/finding.h"

#include <algorithm>

namespace lk::setup {

namespace {

// Left bare where no shell would read more into it.
bool isPlain(std::string_view word) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,+@%";
  return !word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos;
}

std::string quoted(std::string_view word) {
  if (isPlain(word)) return std::string(word);
  std::string whole = "'";
  for (const char c : word) {
    if (c == '\'') {
      whole += "'\\''";
    } else {
      whole += c;
    }
  }
  return whole + '\'';
}

}  // namespace

std::string_view toText(Grade grade) {
  switch (grade) {
    case Grade::Good: return "good";
    case Grade::Unknown: return "unknown";
    case Grade::Warning: return "warning";
    case Grade::Problem: return "problem";
  }
  return "unknown";
}

std::string CommandLine::shellText() const {
  std::string whole = quoted(program);
  for (const std::string& argument : arguments) whole += ' ' + quoted(argument);
  return whole;
}

Grade worst(const std::vector<Finding>& findings) {
  Grade grade = Grade::Good;
  for (const Finding& finding : findings) grade = std::max(grade, finding.grade);
  return grade;
}

}  // namespace lk::setup
