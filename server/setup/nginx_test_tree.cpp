#include "server/setup/nginx_test_tree.h"

#include <algorithm>

namespace lk::setup {

namespace {

bool isAbsolute(const std::string& path) {
  return !path.empty() && (path[0] == '/' || path[0] == '\\' || (path.size() > 1 && path[1] == ':'));
}

bool isPattern(const std::string& path) { return path.find_first_of("*?[") != std::string::npos; }

void collectIncludes(const std::vector<NginxDirective>& block, std::vector<const NginxDirective*>& found) {
  for (const NginxDirective& directive : block) {
    if (directive.name == "include") found.push_back(&directive);
    collectIncludes(directive.block, found);
  }
}

class Builder {
 public:
  Builder(System& system, const std::string& mainFile, const std::vector<FileChange>& changes, std::string stamp)
      : m_system(system), m_folder(folderOf(mainFile)), m_changes(changes), m_stamp(std::move(stamp)) {}

  Result<NginxTestTree> make(const std::string& mainFile) {
    const auto read = look(mainFile);
    if (!read) return read.error();
    const auto copied = copy(mainFile);
    if (!copied) return copied.error();
    m_tree.mainFile = *copied;
    return std::move(m_tree);
  }

 private:
  struct File {
    std::string text;
    bool readable = false;
    std::vector<std::pair<NginxDirective, std::vector<std::string>>> includes;  // with the files they bring
    bool touched = false;                                                       // changes, or includes what does
  };

  [[nodiscard]] const FileChange* changeOf(const std::string& path) const {
    const auto change = std::ranges::find(m_changes, path, &FileChange::path);
    return change == m_changes.end() ? nullptr : &*change;
  }

  std::vector<std::string> brought(const std::string& argument) {
    const std::string path = isAbsolute(argument) ? argument : m_folder + argument;
    if (!isPattern(path)) return {path};
    const auto files = m_system.filesLike(path);
    std::vector<std::string> all = files ? *files : std::vector<std::string>();
    std::erase_if(all, [&](const std::string& file) {
      const FileChange* change = changeOf(file);
      return change && !change->after;
    });
    return all;
  }

  // Reads the file as it will be, and all that it includes.
  Result<bool> look(const std::string& path) {
    if (const auto known = m_files.find(path); known != m_files.end()) return known->second.touched;
    File& file = m_files[path];
    const FileChange* change = changeOf(path);
    if (change && change->after) {
      file.text = *change->after;
      file.readable = true;
    } else if (!change) {
      auto text = m_system.readFile(path);
      file.readable = text.ok();
      if (text) file.text = std::move(*text);
    }
    file.touched = change != nullptr;
    if (!file.readable) return file.touched;  // nginx will say so
    const auto parsed = parseNginxConfig(file.text, path);
    if (!parsed) return parsed.error();
    std::vector<const NginxDirective*> includes;
    collectIncludes(*parsed, includes);
    bool touched = file.touched;
    for (const NginxDirective* include : includes) {
      NginxDirective place = *include;
      place.block.clear();
      auto files = brought(include->argument(0));
      for (const std::string& one : files) {
        const auto inner = look(one);
        if (!inner) return inner.error();
        touched = touched || *inner;
      }
      m_files[path].includes.emplace_back(std::move(place), std::move(files));
    }
    m_files[path].touched = touched;
    return touched;
  }

  // The path to include in the place of this one.
  Result<std::string> copy(const std::string& path) {
    const File& file = m_files[path];
    const bool isMain = m_tree.copies.empty() && m_names.empty();
    if ((!file.touched && !isMain) || !file.readable) return path;
    if (const auto named = m_names.find(path); named != m_names.end()) return named->second;
    const std::string name = m_folder + ".linekeeper-test-" + m_stamp + '-' + std::to_string(m_names.size()) + ".conf";
    m_names[path] = name;
    m_tree.copiedFrom[name] = path;
    std::string text;
    std::size_t at = 0;
    for (const auto& [include, files] : file.includes) {
      text += file.text.substr(at, include.begin - at);
      at = include.end;
      bool first = true;
      for (const std::string& one : files) {
        const auto copied = copy(one);
        if (!copied) return copied.error();
        text += (first ? "include " : " include ") + nginxWord(*copied) + ';';
        first = false;
      }
    }
    m_tree.copies[name] = text + file.text.substr(at);
    return name;
  }

  System& m_system;
  std::string m_folder;
  const std::vector<FileChange>& m_changes;
  std::string m_stamp;
  std::map<std::string, File> m_files;
  std::map<std::string, std::string> m_names;
  NginxTestTree m_tree;
};

// With the rights of the real file, where there is one: it may hold secrets.
Result<void> writeCopy(System& system, const std::string& real, const std::string& path, const std::string& text,
                       const Patience& patience) {
  if (system.kind() == System::Kind::Linux && !system.realPath(real).empty()) {
    const auto copied = system.run({"cp", {"-p", "--", real, path}}, patience);
    if (!copied) return copied.error();
    if (copied->exitCode != 0) return Error{Error::Code::NotPermitted, "no copy could be made: " + copied->err};
  }
  return system.writeFile(path, text);
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string wordsOf(const Ran& ran) {
  std::string words = ran.err + ran.out;
  while (words.ends_with('\n') || words.ends_with('\r')) words.pop_back();
  return words;
}

}  // namespace

Result<NginxTestTree> makeTestTree(System& system, const std::string& mainFile, const std::vector<FileChange>& changes,
                                   const std::string& stamp) {
  return Builder(system, mainFile, changes, stamp).make(mainFile);
}

Result<NginxVerdict> testInUse(System& system, const NginxInstance& nginx, const Patience& patience) {
  const auto ran = system.run(nginx.command({"-t"}), patience);
  if (!ran) return ran.error();
  return NginxVerdict{ran->exitCode == 0, wordsOf(*ran)};
}

Result<NginxVerdict> testChanged(System& system, const NginxInstance& nginx, const std::vector<FileChange>& changes,
                                 const std::string& stamp, const Patience& patience) {
  const auto tree = makeTestTree(system, nginx.configFile, changes, stamp);
  if (!tree) return tree.error();
  Result<void> written;
  for (const auto& [path, text] : tree->copies) {
    written = writeCopy(system, tree->copiedFrom.at(path), path, text, patience);
    if (!written) break;
  }
  Result<Ran> ran =
      written ? system.run(nginx.command({"-t"}, tree->mainFile), patience) : Result<Ran>(written.error());
  for (const auto& [path, text] : tree->copies) {
    // What is left behind is included by nobody.
    if (const auto removed = system.removeFile(path); !removed && ran) ran = removed.error();
  }
  if (!ran) return ran.error();
  std::string words = wordsOf(*ran);
  for (const auto& [copy, real] : tree->copiedFrom) words = replaced(std::move(words), copy, real);
  return NginxVerdict{ran->exitCode == 0, words};
}

}  // namespace lk::setup
