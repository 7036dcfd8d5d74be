#include "server/base/settings_text.h"

#include <QString>
#include <QStringDecoder>
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "server/base/settings_value.h"

namespace lk {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// One line of an INI text.
struct Line {
  enum class Kind { Blank, Section, Value, Wrong } kind = Kind::Blank;
  std::string_view name;  // of the section, or the key
  std::string_view value;
};

Line readLine(std::string_view raw) {
  const std::string_view text = trimmed(raw);
  if (text.empty() || text.front() == '#' || text.front() == ';') return {};
  if (text.front() == '[') {
    if (text.back() != ']') return {Line::Kind::Wrong, text, {}};
    return {Line::Kind::Section, trimmed(text.substr(1, text.size() - 2)), {}};
  }
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return {Line::Kind::Wrong, text, {}};
  return {Line::Kind::Value, trimmed(text.substr(0, equals)), trimmed(text.substr(equals + 1))};
}

template <typename OnLine>
void forEachLine(std::string_view text, OnLine&& onLine) {
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    onLine(number, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// A key's second line adds to a list, as a second flag does.
Result<void> applyLine(Settings& settings, const SettingsField& field, std::string_view value, bool first) {
  return first ? setField(settings, field, value) : addToField(settings, field, value);
}

}  // namespace

std::vector<std::string> applySettingsText(std::string_view text, const std::string& fileName, Settings& settings,
                                           SettingsPlaces* places) {
  std::vector<std::string> wrong;
  std::string section;
  bool sectionKnown = true;
  std::map<std::string, int> seen;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());

  forEachLine(text, [&](int number, std::string_view raw) {
    const std::string place = fileName + ":" + std::to_string(number);
    const auto complain = [&](const std::string& what) { wrong.push_back(place + ": " + what); };
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString decoded = utf8.decode(QByteArrayView(raw.data(), static_cast<qsizetype>(raw.size())));
    if (utf8.hasError() || decoded.contains(QChar::Null)) return complain("this line is not UTF-8 text");

    const Line line = readLine(raw);
    switch (line.kind) {
      case Line::Kind::Blank: return;
      case Line::Kind::Wrong:
        return complain("'" + std::string(line.name) + "' is neither [section] nor key = value nor # comment");
      case Line::Kind::Section:
        section = line.name;
        sectionKnown = isSection(section);
        if (!sectionKnown) complain(unknownField(section, {}));
        return;
      case Line::Kind::Value: break;
    }
    if (!sectionKnown) return;  // said once is enough
    const std::string name = section + "." + std::string(line.name);
    const SettingsField* field = findField(name);
    if (field == nullptr) {
      complain(section.empty() ? "'" + std::string(line.name) + "' stands before the first [section]"
                               : unknownField(section, line.name));
      return;
    }
    const auto [first, isNew] = seen.emplace(name, number);
    if (!isNew && !isList(*field)) {
      return complain(name + " was set in line " + std::to_string(first->second) + " already");
    }
    const std::size_t before = countValues(settings, *field);
    if (const auto set = applyLine(settings, *field, line.value, isNew); !set) return complain(set.error().text);
    if (places != nullptr) isNew ? places->put(name, place) : places->add(name, before, place);
  });
  return wrong;
}

std::string settingsText(std::string_view oldText, const Settings& settings) {
  const Settings defaults;
  std::map<std::string, std::string> bySection;  // lines to add at a section's end
  const auto differs = [&](const SettingsField& field) {
    return fieldText(settings, field) != fieldText(defaults, field);
  };
  const auto lineOf = [&](const SettingsField& field) {
    return std::string(field.key) + " = " + fieldText(settings, field) + "\n";
  };
  if (oldText.starts_with(kByteOrderMark)) oldText.remove_prefix(kByteOrderMark.size());

  // What all lines of a key say together, unless one of them says nothing that it may.
  std::map<std::string, std::optional<Settings>> there;
  std::string section;
  forEachLine(oldText, [&](int, std::string_view raw) {
    const Line line = readLine(raw);
    if (line.kind == Line::Kind::Section) section = line.name;
    const std::string name = section + "." + std::string(line.name);
    const SettingsField* field = line.kind == Line::Kind::Value ? findField(name) : nullptr;
    if (field == nullptr) return;
    const auto [said, isNew] = there.try_emplace(name, Settings());
    if (said->second && !applyLine(*said->second, *field, line.value, isNew)) said->second.reset();
  });
  for (const SettingsField& field : settingsFields()) {
    if (differs(field) && !there.contains(field.name())) bySection[std::string(field.section)] += lineOf(field);
  }

  std::string text;
  section.clear();
  const auto endSection = [&] {
    text += bySection[section];
    bySection.erase(section);
  };
  std::set<std::string> rewritten;
  forEachLine(oldText, [&](int, std::string_view raw) {
    const Line line = readLine(raw);
    if (line.kind == Line::Kind::Section) {
      endSection();
      section = line.name;
    }
    const std::string name = section + "." + std::string(line.name);
    const SettingsField* field = line.kind == Line::Kind::Value ? findField(name) : nullptr;
    const auto saysTheSame = [&](const std::optional<Settings>& said) {
      return said && fieldText(*said, *field) == fieldText(settings, *field);
    };
    if (field == nullptr || saysTheSame(there[name])) {
      text += std::string(raw) + "\n";
    } else if (rewritten.insert(name).second) {
      text += lineOf(*field);
    }
  });
  endSection();
  for (const auto& [name, lines] : bySection) {
    if (!lines.empty()) text += (text.empty() ? "[" : "\n[") + name + "]\n" + lines;
  }
  return text;
}

}  // namespace lk
