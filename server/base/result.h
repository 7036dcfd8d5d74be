#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace lk {

// What went wrong, for a program (code) and for a person (text: what happened, why, what to do).
struct Error {
  enum class Code {
    Usage,         // wrong words on the command line
    Settings,      // a settings file or value that can't be used
    InUse,         // a port, node id or file that something else holds
    NotPermitted,  // the system says no
    NotFound,      // nothing there to talk to, or no such device
    Protocol,      // the other side broke the protocol
    Limit,         // a limit was met
    Io,            // a system call failed
    Timeout,
    Internal,
  };
  Code code = Code::Internal;
  std::string text;
};

// A value or an error. Errors are values: nothing is thrown across rooms.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return std::get<0>(m_state); }
  [[nodiscard]] const T& value() const& { return std::get<0>(m_state); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(m_state)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Error& error() const { return std::get<1>(m_state); }

 private:
  std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}

  [[nodiscard]] bool ok() const { return !m_error; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return *m_error; }

 private:
  std::optional<Error> m_error;
};

}  // namespace lk
