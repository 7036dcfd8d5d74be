#include "server/setup/nginx_edit.h"

#include <algorithm>
#include <array>

#include "server/setup/line_diff.h"

namespace lk::setup {

namespace {

constexpr std::size_t kIndent = 4;
constexpr std::array<std::string_view, 4> kMethods = {"hash", "least_conn", "least_time", "random"};

// Edits of several files, by bytes of their texts as they were.
class Edits {
 public:
  explicit Edits(const FileTexts& files) : m_files(files) {}

  void replace(const NginxDirective& directive, const std::string& text) {
    add(directive.place.file, directive.begin, directive.end, text);
  }

  // With its line and the comment behind it, where it stands alone there.
  void remove(const NginxDirective& directive) {
    const std::string& text = textOf(directive.place.file);
    const std::size_t lineBegin = beginOfLine(text, directive.begin);
    const bool aloneBefore = isBlank(text.substr(lineBegin, directive.begin - lineBegin));
    const auto past = pastLine(text, directive.end);
    if (aloneBefore && past) {
      add(directive.place.file, lineBegin, *past, {});
    } else {
      add(directive.place.file, directive.begin, directive.end, {});
    }
  }

  void insertBefore(const NginxDirective& directive, const std::string& line) {
    const std::string& text = textOf(directive.place.file);
    const std::size_t lineBegin = beginOfLine(text, directive.begin);
    const std::string indent = text.substr(lineBegin, directive.begin - lineBegin);
    if (isBlank(indent)) {
      add(directive.place.file, lineBegin, lineBegin, withIndent(line, indent) + '\n');
    } else {
      add(directive.place.file, directive.begin, directive.begin, line + ' ');
    }
  }

  // comment: for the end of the line, where it gets one of its own.
  void insertAfter(const NginxDirective& directive, const std::string& line, const std::string& comment = {}) {
    const std::string& text = textOf(directive.place.file);
    const std::size_t lineBegin = beginOfLine(text, directive.begin);
    const std::string indent = text.substr(lineBegin, directive.begin - lineBegin);
    const auto past = pastLine(text, directive.end);
    if (isBlank(indent) && past) {
      const bool ended = *past > 0 && text[*past - 1] == '\n';
      const std::string whole = withIndent(line + comment, indent);
      add(directive.place.file, *past, *past, ended ? whole + '\n' : '\n' + whole);
    } else {
      add(directive.place.file, directive.end, directive.end, ' ' + line);
    }
  }

  // Behind the block's opening brace.
  void insertAtTop(const NginxDirective& block, const std::string& line) {
    const std::string& text = textOf(block.place.file);
    const std::size_t behind = block.blockBegin;
    if (const auto past = pastLine(text, behind)) {
      add(block.place.file, *past, *past, withIndent(line, indentWithin(block)) + '\n');
    } else {
      add(block.place.file, behind, behind, ' ' + line);
    }
  }

  // Ahead of the block's closing brace.
  void insertInto(const NginxDirective& block, const std::string& line, const std::string& comment = {}) {
    const std::string& text = textOf(block.place.file);
    const std::size_t brace = block.end - 1;
    const std::size_t lineBegin = beginOfLine(text, brace);
    const std::string indent = text.substr(lineBegin, brace - lineBegin);
    if (isBlank(indent)) {
      add(block.place.file, lineBegin, lineBegin, withIndent(line + comment, indentWithin(block)) + '\n');
    } else {
      add(block.place.file, brace, brace, ' ' + line + ' ');
    }
  }

  void append(const std::string& file, const std::string& lines) {
    const std::string& text = textOf(file);
    add(file, text.size(), text.size(), (text.empty() || text.ends_with('\n') ? "" : "\n") + lines);
  }

  [[nodiscard]] std::vector<FileChange> changes() {
    std::vector<FileChange> all;
    for (auto& [file, edits] : m_edits) {
      const std::string& text = textOf(file);
      const bool crlf = text.find("\r\n") != std::string::npos;
      std::ranges::stable_sort(edits, {}, &Edit::begin);
      std::string after;
      std::size_t at = 0;
      for (const Edit& edit : edits) {
        if (edit.begin > at) after += text.substr(at, edit.begin - at);
        for (const char c : edit.text) {
          if (c == '\n' && crlf) after += '\r';
          after += c;
        }
        at = std::max(at, edit.end);
      }
      after += text.substr(at);
      if (after != text) all.push_back({file, text, after});
    }
    return all;
  }

 private:
  [[nodiscard]] std::string indentOf(const NginxDirective& directive) const {
    const std::string& text = textOf(directive.place.file);
    const std::size_t lineBegin = beginOfLine(text, directive.begin);
    const std::string indent = text.substr(lineBegin, directive.begin - lineBegin);
    return isBlank(indent) ? indent : std::string();
  }

  // As what stands in the block already is indented, where that has lines of its own.
  [[nodiscard]] std::string indentWithin(const NginxDirective& block) const {
    const std::string& text = textOf(block.place.file);
    for (const NginxDirective& inner : block.block) {
      if (inner.place.file != block.place.file) continue;
      const std::size_t lineBegin = beginOfLine(text, inner.begin);
      const std::string indent = text.substr(lineBegin, inner.begin - lineBegin);
      if (lineBegin >= block.blockBegin && isBlank(indent)) return indent;
    }
    return indentOf(block) + std::string(kIndent, ' ');
  }

  struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string text;
  };

  [[nodiscard]] const std::string& textOf(const std::string& file) const {
    static const std::string kNone;
    const auto found = m_files.find(file);
    return found == m_files.end() ? kNone : found->second;
  }
  void add(const std::string& file, std::size_t begin, std::size_t end, std::string text) {
    m_edits[file].push_back({begin, end, std::move(text)});
  }

  static bool isBlank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }
  static std::size_t beginOfLine(const std::string& text, std::size_t at) {
    const std::size_t feed = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    return feed == std::string::npos ? 0 : feed + 1;
  }
  // Behind the line feed, if only blanks and a comment stand between; the end of the text counts as one.
  static std::optional<std::size_t> pastLine(const std::string& text, std::size_t at) {
    const std::size_t next = text.find_first_not_of(" \t\r", at);
    if (next == std::string::npos) return text.size();
    if (text[next] != '\n' && text[next] != '#') return {};
    const std::size_t feed = text.find('\n', next);
    return feed == std::string::npos ? text.size() : feed + 1;
  }
  static std::string withIndent(std::string_view lines, const std::string& indent) {
    std::string all;
    for (std::size_t at = 0; at <= lines.size();) {
      const std::size_t feed = std::min(lines.find('\n', at), lines.size());
      const std::string_view line = lines.substr(at, feed - at);
      if (at > 0) all += '\n';
      if (!line.empty()) all += indent;
      all += line;
      at = feed + 1;
    }
    return all;
  }

  const FileTexts& m_files;
  std::map<std::string, std::vector<Edit>> m_edits;
};

std::string withoutLastFeed(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void editHash(Edits& edits, const NginxDirective& upstream, const NginxBlock& block) {
  const std::string wanted = "hash " + nginxWord(block.hashKey) + " consistent;";
  bool placed = false;
  for (const NginxDirective& directive : upstream.block) {
    if (std::ranges::find(kMethods, directive.name) == kMethods.end()) continue;
    if (placed) {
      edits.remove(directive);
      continue;
    }
    const bool good =
        directive.name == "hash" && directive.argument(0) == block.hashKey && directive.argument(1) == "consistent";
    if (!good) edits.replace(directive, wanted);
    placed = true;
  }
  if (!placed) edits.insertAtTop(upstream, wanted);
}

void editServers(Edits& edits, const NginxDirective& upstream, const NginxBlock& block) {
  const auto inUse = upstream.all("server");
  std::size_t next = 0;  // of block.servers: those in use come first, in their order
  const NginxDirective* last = nullptr;
  std::size_t removed = 0;
  for (const NginxDirective* directive : inUse) {
    last = directive;
    if (removed < block.removed.size() && block.removed[removed] == directive->argument(0)) {
      ++removed;
      edits.remove(*directive);
      continue;
    }
    if (next >= block.servers.size()) continue;
    const NginxBlockServer& server = block.servers[next++];
    if (directive->parameters() != server.parameters) edits.replace(*directive, serverLine(server));
  }
  for (; next < block.servers.size(); ++next) {
    const NginxBlockServer& server = block.servers[next];
    const std::string comment = nginxComment(server.node);
    if (last) {
      edits.insertAfter(*last, serverLine(server), comment);
    } else {
      edits.insertInto(upstream, serverLine(server), comment);
    }
  }
}

void editListens(Edits& edits, const NginxDirective& server, const NginxBlock& block) {
  const auto inUse = server.all("listen");
  const std::size_t both = std::min(inUse.size(), block.listens.size());
  for (std::size_t i = 0; i < both; ++i) {
    if (inUse[i]->arguments != block.listens[i]) edits.replace(*inUse[i], listenLine(block.listens[i]));
  }
  for (std::size_t i = both; i < inUse.size(); ++i) edits.remove(*inUse[i]);
  std::string added;
  for (std::size_t i = both; i < block.listens.size(); ++i) {
    added += (added.empty() ? "" : "\n") + listenLine(block.listens[i]);
  }
  if (added.empty()) return;
  if (inUse.empty()) {
    edits.insertInto(server, added);
  } else {
    edits.insertAfter(*inUse.back(), added);
  }
}

// In the server, unless what counts there says it already.
void editValue(Edits& edits, const NginxInUse& inUse, const std::string& name, const std::string& wanted, bool good) {
  if (good) return;
  const std::string line = name + ' ' + wanted + ';';
  const NginxDirective* own = inUse.server.directive->first(name);
  if (own) {
    edits.replace(*own, line);
  } else {
    edits.insertInto(*inUse.server.directive, line);
  }
}

void editTime(Edits& edits, const NginxInUse& inUse, const std::string& name, std::chrono::milliseconds wanted) {
  const NginxDirective* now = inUse.server.setting(name);
  const bool good = now && parseNginxTime(now->argument(0)) == std::optional(wanted);
  editValue(edits, inUse, name, nginxTime(wanted), good);
}

}  // namespace

std::vector<FileChange> editInUse(const NginxInUse& inUse, const NginxBlock& block, const FileTexts& files) {
  Edits edits(files);
  if (const NginxDirective* upstream = inUse.upstream().directive) {
    editHash(edits, *upstream, block);
    editServers(edits, *upstream, block);
  } else {
    edits.insertBefore(*inUse.server.directive, withoutLastFeed(renderUpstream(block, 0)) + "\n");
    edits.replace(*inUse.server.proxyPass, "proxy_pass " + nginxWord(block.upstream) + ";");
  }
  editListens(edits, *inUse.server.directive, block);
  editTime(edits, inUse, "proxy_connect_timeout", block.connectTimeout);
  editTime(edits, inUse, "proxy_timeout", block.proxyTimeout);
  const NginxDirective* proxy = inUse.server.setting("proxy_protocol");
  const bool proxyNow = proxy && proxy->argument(0) == "on";
  editValue(edits, inUse, "proxy_protocol", block.proxyProtocol ? "on" : "off", proxyNow == block.proxyProtocol);
  return edits.changes();
}

std::vector<FileChange> addBlock(const NginxConfig& config, const NginxBlock& block, const FileTexts& files,
                                 const std::string& ownFile) {
  Edits edits(files);
  const std::string include = "include " + nginxWord(ownFile) + ";";
  const auto streams = config.whole.all("stream");
  const auto stream = std::ranges::find_if(streams, &NginxDirective::hasBlock);
  std::string text = "# Leads devices to Linekeeper's nodes. Written by linekeeper nginx apply.\n";
  if (stream != streams.end()) {
    edits.insertInto(**stream, include);
    text += renderUpstream(block, 0) + '\n' + renderServer(block, 0);
  } else {
    edits.append(config.files.front(), include + '\n');
    text += renderStream(block);
  }
  std::vector<FileChange> changes = edits.changes();
  const auto before = files.find(ownFile);
  changes.push_back({ownFile, before == files.end() ? std::nullopt : std::optional(before->second), text});
  return changes;
}

void addLoadModule(std::vector<FileChange>& changes, const std::string& mainFile, const FileTexts& files,
                   const std::string& module) {
  const std::string line = "load_module " + nginxWord(module) + ";\n";
  const auto change = std::ranges::find(changes, mainFile, &FileChange::path);
  if (change != changes.end() && change->after) {
    change->after = line + *change->after;
    return;
  }
  const auto text = files.find(mainFile);
  if (text != files.end()) changes.insert(changes.begin(), {mainFile, text->second, line + text->second});
}

std::string diffOf(const std::vector<FileChange>& changes) {
  std::string diff;
  for (const FileChange& change : changes) {
    diff += unifiedDiff(change.before.value_or(std::string()), change.after.value_or(std::string()),
                        change.before ? change.path : "/dev/null", change.after ? change.path : "/dev/null");
  }
  return diff;
}

}  // namespace lk::setup
