#include "server/base/settings_value.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "server/base/address.h"
#include "server/base/duration.h"
#include "server/base/ip_address.h"
#include "server/base/nearest_word.h"
#include "server/base/vocabulary.h"

namespace lk {

namespace {

using Form = SettingsField::Form;
using std::chrono::milliseconds;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> splitList(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const auto item = trimmed(text.substr(0, comma)); !item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

std::vector<std::string> choicesOf(const SettingsField& field) {
  std::vector<std::string> choices;
  std::string_view rest = field.choices;
  while (!rest.empty()) {
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    choices.emplace_back(rest.substr(0, bar));
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
  return choices;
}

bool isRedisUrl(std::string_view text) {
  constexpr std::array kSchemes = {"redis://",          "rediss://",         "redis+cluster://",
                                   "rediss+cluster://", "redis+sentinel://", "rediss+sentinel://"};
  return std::ranges::any_of(
      kSchemes, [&](std::string_view scheme) { return text.starts_with(scheme) && text.size() > scheme.size(); });
}

bool isGoodText(const SettingsField& field, std::string_view text) {
  switch (field.form) {
    case Form::NodeId: return text.empty() || isNodeId(text);
    case Form::Address: return text.empty() || parseAddress(text).ok();
    case Form::RedisUrl: return text.empty() || isRedisUrl(text);
    case Form::Choice: return std::ranges::count(choicesOf(field), text) == 1;
    default: break;
  }
  const auto size = static_cast<std::int64_t>(text.size());
  const bool hasControls = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  return size >= field.min && size <= field.max && !hasControls;
}

Error wrong(const SettingsField& field, std::string_view text) {
  const std::string shown = field.form == Form::RedisUrl ? withoutUser(text) : std::string(text);
  return {Error::Code::Settings, field.name() + " is '" + shown + "', and must be " + fieldForm(field)};
}

Result<void> setText(std::string& member, const SettingsField& field, std::string_view text) {
  if (!isGoodText(field, text)) return wrong(field, text);
  member = text;
  return {};
}

Result<void> setNumber(std::int64_t& member, const SettingsField& field, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < field.min || number > field.max) {
    return wrong(field, text);
  }
  member = number;
  return {};
}

Result<void> setDuration(milliseconds& member, const SettingsField& field, std::string_view text) {
  const auto duration = parseDuration(text);
  if (!duration || duration->count() < field.min || duration->count() > field.max) return wrong(field, text);
  member = *duration;
  return {};
}

Result<void> setList(std::vector<std::string>& member, const SettingsField& field, std::string_view text) {
  std::vector<std::string> items = splitList(text);
  const auto isGood = [&](const std::string& item) {
    return field.form == Form::NetworkList ? parseNetwork(item).has_value() : parseAddress(item).ok();
  };
  if (!std::ranges::all_of(items, isGood)) return wrong(field, text);
  member = std::move(items);
  return {};
}

void addWord(std::string& words, std::string_view word) { words.append(words.empty() ? "" : " ").append(word); }

}  // namespace

const SettingsField* findField(std::string_view name) {
  const auto fields = settingsFields();
  const auto found = std::ranges::find_if(fields, [&](const SettingsField& field) { return field.name() == name; });
  return found == fields.end() ? nullptr : &*found;
}

bool isSection(std::string_view section) {
  return std::ranges::any_of(settingsFields(), [&](const SettingsField& field) { return field.section == section; });
}

std::string unknownField(std::string_view section, std::string_view key) {
  const std::string where(section);
  std::string sections;
  std::string keys;
  std::string_view last;
  NearestWord nearest(key);
  for (const SettingsField& field : settingsFields()) {
    if (std::exchange(last, field.section) != field.section) addWord(sections, "[" + std::string(field.section) + "]");
    if (field.section != section) continue;
    addWord(keys, field.key);
    nearest.look(field.key);
  }
  if (keys.empty()) return "unknown section [" + where + "]; known are " + sections;
  if (nearest.found().empty())
    return "unknown key '" + std::string(key) + "' in section [" + where + "]; known are " + keys;
  return "unknown key '" + std::string(key) + "' in section [" + where + "]; did you mean " +
         std::string(nearest.found()) + "?";
}

bool isList(const SettingsField& field) {
  return std::holds_alternative<std::vector<std::string> Settings::*>(field.member);
}

std::size_t countValues(const Settings& settings, const SettingsField& field) {
  const auto* list = std::get_if<std::vector<std::string> Settings::*>(&field.member);
  return list == nullptr ? 1 : (settings.*(*list)).size();
}

Result<void> addToField(Settings& settings, const SettingsField& field, std::string_view text) {
  const auto* list = std::get_if<std::vector<std::string> Settings::*>(&field.member);
  if (list == nullptr) return setField(settings, field, text);
  std::vector<std::string> all = std::move(settings.*(*list));
  const auto set = setField(settings, field, text);
  if (set) all.insert(all.end(), (settings.*(*list)).begin(), (settings.*(*list)).end());
  settings.*(*list) = std::move(all);
  return set;
}

Result<void> setField(Settings& settings, const SettingsField& field, std::string_view text) {
  const std::string_view value = trimmed(text);
  struct Setter {
    Settings& settings;
    const SettingsField& field;
    std::string_view value;
    Result<void> operator()(std::string Settings::*member) { return setText(settings.*member, field, value); }
    Result<void> operator()(std::int64_t Settings::*member) { return setNumber(settings.*member, field, value); }
    Result<void> operator()(milliseconds Settings::*member) { return setDuration(settings.*member, field, value); }
    Result<void> operator()(std::vector<std::string> Settings::*member) {
      return setList(settings.*member, field, value);
    }
  };
  return std::visit(Setter{settings, field, value}, field.member);
}

std::string fieldText(const Settings& settings, const SettingsField& field) {
  struct Getter {
    const Settings& settings;
    std::string operator()(std::string Settings::*member) { return settings.*member; }
    std::string operator()(std::int64_t Settings::*member) { return std::to_string(settings.*member); }
    std::string operator()(milliseconds Settings::*member) { return formatDuration(settings.*member); }
    std::string operator()(std::vector<std::string> Settings::*member) {
      std::string joined;
      for (const std::string& item : settings.*member) joined += (joined.empty() ? "" : ", ") + item;
      return joined;
    }
  };
  return std::visit(Getter{settings}, field.member);
}

std::string fieldForm(const SettingsField& field) {
  const auto range = [&](auto&& text) { return text(field.min) + " to " + text(field.max); };
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const auto duration = [](std::int64_t value) { return formatDuration(milliseconds{value}); };
  switch (field.form) {
    case Form::Text: return range(number) + " characters";
    case Form::NodeId: return "1 to 64 of A-Z a-z 0-9 . _ : -, or empty";
    case Form::Address: return "ADDR:PORT, as 127.0.0.1:9100 is, or empty";
    case Form::AddressList: return "ADDR:PORT, or several with commas between, as 0.0.0.0:7600 is";
    case Form::NetworkList:
      return "addresses or networks with commas between, as 10.0.0.7, 10.1.0.0/16 or fd00::/8 are, with no bits set "
             "behind the prefix";
    case Form::RedisUrl: return "redis://HOST:PORT, rediss://…, redis+cluster://…, redis+sentinel://…, or empty";
    case Form::FilePath: return "the path of a file, or empty";
    case Form::Count: return "a whole number from " + range(number);
    case Form::Bytes: return "a whole number of bytes from " + range(number);
    case Form::Duration: return "a duration from " + range(duration) + ", with ms, s, m or h";
    case Form::Choice: {
      std::string text = "one of";
      for (const std::string& choice : choicesOf(field)) text += " " + choice;
      return text;
    }
  }
  return {};
}

}  // namespace lk
