#include "server/setup/nginx_tokens.h"

namespace lk::setup {

namespace {

constexpr std::size_t kLongest = 4096;  // nginx's buffer for one word or comment

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// What nginx takes out of a word: \" \' \\ lose their backslash, \t \r \n are what they name, any other stays.
std::string unescaped(std::string_view raw) {
  std::string word;
  word.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      word += raw[i];
      continue;
    }
    switch (const char next = raw[i + 1]) {
      case '"':
      case '\'':
      case '\\': word += next; break;
      case 't': word += '\t'; break;
      case 'r': word += '\r'; break;
      case 'n': word += '\n'; break;
      default: word += {'\\', next}; break;
    }
    ++i;
  }
  return word;
}

constexpr std::string_view kEndOfFile = R"(unexpected end of file, expecting ";" or "}")";

std::string unexpected(char c) { return std::string("unexpected \"") + c + '"'; }

}  // namespace

Result<NginxStatement> NginxTokens::next() {
  NginxStatement statement;
  bool needsBlank = false;  // after a closing quote
  for (;;) {
    const std::size_t before = m_at;
    if (const auto skipped = needsBlank && !over() && peek() == '#' ? Result<void>() : skipBlanks(); !skipped) {
      return skipped.error();
    }
    if (over()) {
      if (!statement.words.empty()) return wrong(std::string(kEndOfFile));
      return statement;
    }
    const char c = peek();
    if (needsBlank && m_at == before && c != ';' && c != '{' && c != ')') return wrong(unexpected(c));
    needsBlank = false;
    if (c == ';' || c == '{') {
      if (statement.words.empty()) return wrong(unexpected(c));
      take();
      statement.end = c == ';' ? NginxStatement::End::Semicolon : NginxStatement::End::OpenBrace;
      return statement;
    }
    if (c == '}') {
      if (!statement.words.empty()) return wrong(unexpected(c));
      take();
      statement.end = NginxStatement::End::CloseBrace;
      return statement;
    }
    if (statement.words.empty()) {
      statement.line = m_line;
      statement.begin = m_at;
    }
    needsBlank = c == '"' || c == '\'';
    auto word = needsBlank ? quoted(c) : this->word();
    if (!word) return word.error();
    statement.words.push_back(std::move(*word));
  }
}

Result<void> NginxTokens::skipBlanks() {
  for (; !over(); take()) {
    if (peek() == '#') {
      const std::size_t begin = m_at;
      while (!over() && peek() != '\n') {
        if (m_at - begin >= kLongest) return tooLong(begin, m_line);
        take();
      }
      if (over()) break;
    } else if (!isBlank(peek())) {
      break;
    }
  }
  return {};
}

Result<std::string> NginxTokens::word() {
  const std::size_t begin = m_at;
  const int line = m_line;
  while (!over()) {
    const char c = peek();
    if (m_at != begin && (isBlank(c) || c == ';' || c == '{')) return unescaped(m_text.substr(begin, m_at - begin));
    if (m_at - begin >= kLongest) return tooLong(begin, line);
    if (c == '\\') {
      takeEscaped();
    } else if (c == '$') {
      take();
      while (!over() && peek() == '{') take();
    } else {
      take();
    }
  }
  return wrong(std::string(kEndOfFile));
}

Result<std::string> NginxTokens::quoted(char quote) {
  const int line = m_line;
  take();
  const std::size_t begin = m_at;
  while (!over()) {
    if (m_at - begin >= kLongest) {
      return wrong(std::string("too long parameter, probably missing terminating \"") + quote + "\" character", line);
    }
    if (peek() == quote) {
      const std::string_view raw = m_text.substr(begin, m_at - begin);
      take();
      return unescaped(raw);
    }
    if (peek() == '\\') {
      takeEscaped();
    } else {
      take();
    }
  }
  return wrong(std::string(kEndOfFile) + ", and the closing " + quote + " of the quote that begins in line " +
               std::to_string(line));
}

void NginxTokens::take() {
  if (m_text[m_at++] == '\n') ++m_line;
}

void NginxTokens::takeEscaped() {
  take();
  if (!over()) take();
}

Error NginxTokens::wrong(const std::string& what, int line) const {
  return {Error::Code::Protocol, m_file + ':' + std::to_string(line) + ": " + what};
}

Error NginxTokens::tooLong(std::size_t begin, int line) const {
  return wrong("too long parameter \"" + std::string(m_text.substr(begin, 10)) + "...\" started", line);
}

Result<void> NginxTokens::skipLua() {
  const int line = m_line;
  for (int depth = 1; !over();) {
    const char c = peek();
    if (c == '"' || c == '\'') {
      skipLuaString(c);
    } else if (c == '[' && skipLuaBrackets()) {
      continue;
    } else if (m_text.substr(m_at).starts_with("--")) {
      m_at += 2;
      if (!over() && peek() == '[' && skipLuaBrackets()) continue;
      while (!over() && peek() != '\n') take();
    } else {
      take();
      if (c == '{') ++depth;
      if (c == '}' && --depth == 0) return {};
    }
  }
  return wrong(R"(unexpected end of file, expecting "}" of the Lua block opened in line )" + std::to_string(line));
}

void NginxTokens::skipLuaString(char quote) {
  take();
  while (!over() && peek() != quote && peek() != '\n') {
    if (peek() == '\\') {
      takeEscaped();
    } else {
      take();
    }
  }
  if (!over()) take();
}

bool NginxTokens::skipLuaBrackets() {
  std::size_t level = m_at + 1;
  while (level < m_text.size() && m_text[level] == '=') ++level;
  if (level >= m_text.size() || m_text[level] != '[') return false;
  const std::string closing = ']' + std::string(level - m_at - 1, '=') + ']';
  const std::size_t end = m_text.find(closing, level + 1);
  const std::size_t behind = end == std::string_view::npos ? m_text.size() : end + closing.size();
  while (m_at < behind) take();
  return true;
}

}  // namespace lk::setup
