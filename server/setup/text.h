#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace lk::setup {

// A sentence for people: its form in English, and what stands at {0}, {1} … in it. Kept apart so that a console can say
// it in another language; forms are literals.
struct Text {
  std::string form;
  std::vector<std::string> values;
  std::vector<Text> texts{};  // by place, what is a text itself; empty where a value is none, and if no value is

  [[nodiscard]] bool empty() const { return form.empty(); }
  [[nodiscard]] std::string plain() const;
  bool operator==(const Text&) const = default;
};

// Puts values at {0}, {1} … of a form; a place with no value stays as it is.
[[nodiscard]] std::string filled(std::string_view form, const std::vector<std::string>& values);

namespace detail {
template <typename Value>
std::string valueText(const Value& value) {
  if constexpr (std::same_as<Value, Text>) {
    return value.plain();
  } else if constexpr (std::integral<Value>) {
    return std::to_string(value);
  } else {
    return std::string(value);
  }
}

template <typename Value>
Text valueAsText(const Value& value) {
  if constexpr (std::same_as<Value, Text>) {
    return value;
  } else {
    return {};
  }
}
}  // namespace detail

template <typename... Values>
[[nodiscard]] Text text(std::string_view form, const Values&... values) {
  Text made{std::string(form), {detail::valueText(values)...}};
  if constexpr ((std::same_as<Values, Text> || ...)) (made.texts.push_back(detail::valueAsText(values)), ...);
  return made;
}

// 250 ms, 2.4 s, 12 s, 3 min, 2 h, 5 d: a time in a sentence for people, not as a configuration has it.
[[nodiscard]] Text spanText(std::int64_t ms);

}  // namespace lk::setup
