#include "server/setup/nginx_config.h"

#include <algorithm>

#include "server/setup/nginx_tokens.h"

namespace lk::setup {

namespace {

constexpr int kDeepestBlock = 100;  // nginx has no limit but its stack
constexpr std::size_t kMostFiles = 2000;
constexpr std::size_t kMostBytes = 64 * 1024 * 1024;
constexpr std::string_view kLuaBlock = "_by_lua_block";  // OpenResty's: what stands in it is no nginx text

class Parser {
 public:
  Parser(std::string_view text, const std::string& file) : m_tokens(text, file), m_file(file) {}

  Result<std::vector<NginxDirective>> block(int depth, const NginxDirective* parent) {
    std::vector<NginxDirective> directives;
    for (;;) {
      auto statement = m_tokens.next();
      if (!statement) return statement.error();
      switch (statement->end) {
        case NginxStatement::End::Text:
          if (parent) return m_tokens.wrong(R"(unexpected end of file, expecting "}" of )" + opened(*parent));
          return directives;
        case NginxStatement::End::CloseBrace:
          if (!parent) return m_tokens.wrong(R"(unexpected "}")");
          return directives;
        case NginxStatement::End::Semicolon:
        case NginxStatement::End::OpenBrace: break;
      }
      auto directive = this->directive(std::move(*statement), depth);
      if (!directive) return directive.error();
      directives.push_back(std::move(*directive));
    }
  }

 private:
  Result<NginxDirective> directive(NginxStatement statement, int depth) {
    NginxDirective directive;
    directive.name = std::move(statement.words.front());
    directive.arguments.assign(std::make_move_iterator(statement.words.begin() + 1),
                               std::make_move_iterator(statement.words.end()));
    directive.place = {m_file, statement.line};
    directive.begin = statement.begin;
    directive.hasBlock = statement.end == NginxStatement::End::OpenBrace;
    if (directive.hasBlock) directive.blockBegin = m_tokens.position();
    if (directive.hasBlock && directive.name.ends_with(kLuaBlock)) {
      if (const auto skipped = m_tokens.skipLua(); !skipped) return skipped.error();
    } else if (directive.hasBlock) {
      if (depth >= kDeepestBlock) return m_tokens.wrong("blocks are nested too deep");
      auto inner = block(depth + 1, &directive);
      if (!inner) return inner.error();
      directive.block = std::move(*inner);
    }
    directive.end = m_tokens.position();
    return directive;
  }

  static std::string opened(const NginxDirective& parent) {
    return '"' + parent.name + "\", opened in line " + std::to_string(parent.place.line);
  }

  NginxTokens m_tokens;
  std::string m_file;
};

bool isWildcard(std::string_view path) { return path.find_first_of("*?[") != std::string_view::npos; }

// Puts in the place of each include what it brings.
class Reader {
 public:
  Reader(System& system, const std::string& mainFile) : m_system(system), m_folder(folderOf(mainFile)) {}

  Result<std::vector<NginxDirective>> file(const std::string& path, const NginxPlace* includedAt) {
    const auto wrong = [&](Error::Code code, const std::string& what) {
      return Error{code, (includedAt ? includedAt->text() : path) + ": " + what};
    };
    if (std::ranges::find(m_open, path) != m_open.end()) {
      return wrong(Error::Code::Protocol, path + " includes itself; remove this include");
    }
    if (m_files.size() >= kMostFiles) {
      return wrong(Error::Code::Protocol, "more than " + std::to_string(kMostFiles) + " files are included");
    }
    const auto text = m_system.readFile(path);
    if (!text) return wrong(text.error().code, "cannot read " + path + ": " + text.error().text);
    m_bytes += text->size();
    if (m_bytes > kMostBytes) return wrong(Error::Code::Protocol, "the included files are larger than 64 MiB together");

    m_files.push_back(path);
    if (includedAt) m_includes.push_back({*includedAt, path});
    m_open.push_back(path);
    auto parsed = parseNginxConfig(*text, path);
    if (!parsed) return parsed.error();
    auto whole = withIncludes(std::move(*parsed));
    m_open.pop_back();
    return whole;
  }

  [[nodiscard]] std::vector<std::string> takeFiles() { return std::move(m_files); }
  [[nodiscard]] std::vector<NginxInclude> takeIncludes() { return std::move(m_includes); }

 private:
  Result<std::vector<NginxDirective>> withIncludes(std::vector<NginxDirective> directives) {
    std::vector<NginxDirective> whole;
    for (NginxDirective& directive : directives) {
      if (directive.name == "include" && !directive.hasBlock) {
        auto brought = include(directive);
        if (!brought) return brought.error();
        std::ranges::move(*brought, std::back_inserter(whole));
        continue;
      }
      auto inner = withIncludes(std::move(directive.block));
      if (!inner) return inner.error();
      directive.block = std::move(*inner);
      whole.push_back(std::move(directive));
    }
    return whole;
  }

  Result<std::vector<NginxDirective>> include(const NginxDirective& directive) {
    const NginxPlace& place = directive.place;
    if (directive.arguments.size() != 1) {
      return Error{Error::Code::Protocol, place.text() + R"(: invalid number of arguments in "include" directive)"};
    }
    const std::string path =
        isAbsolute(directive.arguments[0]) ? directive.arguments[0] : m_folder + directive.arguments[0];
    if (!isWildcard(path)) return file(path, &place);

    if (isWildcard(folderOf(path))) {
      return Error{Error::Code::Limit,
                   place.text() + ": the pattern " + path + " stands for several folders, which is not followed here"};
    }
    std::vector<NginxDirective> whole;
    const auto paths = m_system.filesLike(path);
    if (!paths && paths.error().code == Error::Code::NotFound) return whole;  // as no match, which nginx allows
    if (!paths) return Error{paths.error().code, place.text() + ": " + paths.error().text};
    for (const std::string& found : *paths) {
      if (nameOf(found).starts_with('.') && !nameOf(path).starts_with('.')) continue;  // as glob leaves them out
      auto brought = file(found, &place);
      if (!brought) return brought.error();
      std::ranges::move(*brought, std::back_inserter(whole));
    }
    return whole;
  }

  [[nodiscard]] std::string_view separators() const {
    return m_system.kind() == System::Kind::Windows ? std::string_view("/\\") : std::string_view("/");
  }
  [[nodiscard]] std::string folderOf(const std::string& path) const {
    return path.substr(0, path.find_last_of(separators()) + 1);
  }
  [[nodiscard]] std::string nameOf(const std::string& path) const {
    return path.substr(path.find_last_of(separators()) + 1);
  }
  [[nodiscard]] bool isAbsolute(const std::string& path) const {
    if (path.empty()) return false;
    if (separators().find(path.front()) != std::string_view::npos) return true;
    return m_system.kind() == System::Kind::Windows && path.size() > 1 && path[1] == ':';
  }

  System& m_system;
  std::string m_folder;  // of the main file, with its slash
  std::vector<std::string> m_files;
  std::vector<NginxInclude> m_includes;
  std::vector<std::string> m_open;
  std::size_t m_bytes = 0;
};

}  // namespace

const NginxDirective* NginxDirective::first(std::string_view directive) const {
  const auto found = std::ranges::find(block, directive, &NginxDirective::name);
  return found == block.end() ? nullptr : &*found;
}

std::vector<const NginxDirective*> NginxDirective::all(std::string_view directive) const {
  std::vector<const NginxDirective*> found;
  for (const NginxDirective& inner : block) {
    if (inner.name == directive) found.push_back(&inner);
  }
  return found;
}

std::vector<std::string> NginxDirective::parameters() const {
  if (arguments.empty()) return {};
  return {arguments.begin() + 1, arguments.end()};
}

std::vector<NginxPlace> NginxConfig::placesOf(const std::string& file) const {
  std::vector<NginxPlace> places;
  for (std::vector<std::string> asked = {file}; !asked.empty();) {
    const std::string one = std::move(asked.back());
    asked.pop_back();
    for (const NginxInclude& include : includes) {
      if (include.file != one || std::ranges::find(places, include.place) != places.end()) continue;
      places.push_back(include.place);
      if (std::ranges::count(files, include.place.file) > 1) asked.push_back(include.place.file);
    }
  }
  return places;
}

Result<std::vector<NginxDirective>> parseNginxConfig(std::string_view text, const std::string& file) {
  return Parser(text, file).block(0, nullptr);
}

Result<NginxConfig> readNginxConfig(System& system, const std::string& mainFile) {
  Reader reader(system, mainFile);
  auto whole = reader.file(mainFile, nullptr);
  if (!whole) return whole.error();
  NginxConfig config;
  config.whole.hasBlock = true;
  config.whole.block = std::move(*whole);
  config.whole.place = {mainFile, 1};
  config.files = reader.takeFiles();
  config.includes = reader.takeIncludes();
  return config;
}

}  // namespace lk::setup
