#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace lk::setup {

// The words of one directive, and what ended them.
struct NginxStatement {
  enum class End : std::uint8_t {
    Semicolon,
    OpenBrace,
    CloseBrace,  // of the block around it; no words
    Text,        // no words
  };
  End end = End::Text;
  std::vector<std::string> words;  // at least one before ; and {
  int line = 0;                    // of the first word
  std::size_t begin = 0;           // byte of the first word
};

// Cuts a configuration into words as nginx 1.22 does, its oddities included: a word is anything but blanks, ; and {,
// quotes count only at its begin, ${ is no block. Any bytes may come.
class NginxTokens {
 public:
  NginxTokens(std::string_view text, std::string file) : m_text(text), m_file(std::move(file)) {}

  // Errors: Protocol, FILE:LINE: and nginx's own words.
  [[nodiscard]] Result<NginxStatement> next();
  // After the { of a block in Lua: goes behind its }, past Lua's own strings and comments.
  [[nodiscard]] Result<void> skipLua();

  [[nodiscard]] std::size_t position() const { return m_at; }
  [[nodiscard]] Error wrong(const std::string& what) const { return wrong(what, m_line); }

 private:
  [[nodiscard]] Result<void> skipBlanks();
  [[nodiscard]] Result<std::string> word();
  [[nodiscard]] Result<std::string> quoted(char quote);
  [[nodiscard]] Error wrong(const std::string& what, int line) const;
  [[nodiscard]] Error tooLong(std::size_t begin, int line) const;
  [[nodiscard]] bool over() const { return m_at >= m_text.size(); }
  [[nodiscard]] char peek() const { return m_text[m_at]; }
  void take();
  void takeEscaped();

  void skipLuaString(char quote);
  // [[…]] and [=[…]=]; false: none begins here.
  bool skipLuaBrackets();

  std::string_view m_text;
  std::string m_file;
  std::size_t m_at = 0;
  int m_line = 1;
};

}  // namespace lk::setup
